#!/bin/bash
# --repair takes whole numbers out of what data tools write around them, and never makes somebody else's.
. "$(dirname "$0")/lib.sh"

numbers mobile 8 >plain
mapfile -t n <plain

# repairs NAMES "NUMBER ..." LINE...: each line is refused without --repair. With it, the lines give these numbers in all, and the
# names are counted.
repairs() {
  local names=$1 read=$2 count=0
  shift 2
  printf '%s\n' "$@" >spoiled
  expect 3 "$SELFCHECK" normalize --kind "${kind:-mobile}" spoiled
  [ ! -s out ] || fail "$names: read without --repair"
  expect 0 "$SELFCHECK" normalize --kind "${kind:-mobile}" --repair --json spoiled
  for number in $read; do echo "\"$prefix$number\""; done >wanted
  grep -o "\"${prefix}[0-9]*\"" out >found || true
  same found wanted
  tail -n 1 out >last
  [ "$(json last summary repaired)" = $# ] || fail "$names: not $# repaired"
  for name in $names; do
    count=$((count + 1))
    [ "$(json last summary repaired_by_pattern "$name")" = $# ] || fail "$name: not $#"
    err_has "$name"
  done
  [ "$(/usr/bin/python3 -c 'import json; print(len(json.load(open("last"))["summary"]["repaired_by_pattern"]))')" = $count ] ||
    fail "$names: others, too"
  for number in "${n[@]}"; do ! grep -qF "${number:0:5}" err || fail "digits of a number in a message"; done
}
# refuses LINE...: each line is refused, with --repair and without.
refuses() {
  printf '%s\n' "$@" >spoiled
  expect 3 "$SELFCHECK" normalize --kind "${kind:-mobile}" --repair --json spoiled
  ! grep canonical out || fail "a number was made"
  [ "$(json <(tail -n 1 out) summary rejected)" = $# ] || fail "not all of $# are refused"
}
prefix=mobile:+91

repairs apostrophe "${n[*]:0:3}" "'${n[0]}" "’+91 ${n[1]}" "\`0${n[2]}"
repairs formula "${n[*]:0:2}" "=\"${n[0]}\"" "=\"+91${n[1]}\""
repairs decimal_zero "${n[*]:0:3}" "${n[0]}.0" "+91${n[1]}.00" "91${n[2]}.000000"
repairs link "${n[*]:0:7}" "tel:${n[0]}" "TEL:+91-${n[1]:0:5}-${n[1]:5}" "sms:${n[2]}" "whatsapp:+91${n[3]}" \
  "https://wa.me/91${n[4]}" "whatsapp://send?phone=91${n[5]}" "tel://${n[6]}"
repairs label "${n[*]}" "Mob: ${n[0]}" "${n[1]} (home)" "Mobile No.- ${n[2]}" "(M) +91 ${n[3]:0:5} ${n[3]:5}" \
  "Phone/WhatsApp: ${n[4]}" "${n[5]}, wife's" "Mob.${n[6]}" "मोबाइल: 91 ${n[7]}"
repairs several_numbers "${n[*]}" "${n[0]},${n[1]}" "${n[2]} / +91 ${n[3]}" "${n[4]} or ${n[5]}" "${n[6]} ${n[7]}"
repairs "several_numbers label" "${n[*]:0:3}" "Mob: ${n[0]}; ${n[1]} (father); 91${n[2]}"
repairs "apostrophe decimal_zero" "${n[0]}" "'${n[0]}.0"
repairs "formula several_numbers" "${n[*]:0:2}" "=\"${n[0]}/${n[1]}\""

# Here digits were lost or hidden, or may not belong to this number.
refuses 9.87654E+11 9.8765432E9 8,76543E+09 "'9.87654E+11" '="9.87654E+09"' "Mob: 9.87654E+11" 9876500000.0 919876500000.0
refuses 98765432101.0 09876543210.0 0.0 98765.00000 98765.43210 9876543210.5 9876543210.10
refuses "${n[0]}${n[1]}" "Mob: ${n[0]}${n[1]}" "${n[0]} / 11" "${n[0]:0:5} ${n[0]:5} / 11" "${n[0]}/1/2" "${n[0]}, 43211" \
  "${n[0]:0:5},${n[0]:5}" "9,876,543,210" "${n[0]}-${n[1]}" "${n[0]:0:5} ${n[0]:5} ${n[1]:0:5} ${n[1]:5}" "${n[0]} 98765"
refuses "Flat 12: ${n[0]}" "Flat 12, ${n[0]}" "${n[0]} ext 12" "${n[0]} ext. 5" "${n[0]}x12" "${n[0]};ext=12" "Mob 2: ${n[0]}" \
  "Mob 1 ${n[0]}" "tel:${n[0]};ext=12" "tel:${n[0]:0:5}%20${n[0]:5}" "2 ${n[0]} home" "1) ${n[0]}"
refuses "Mob: ${n[0]:0:6}XXXX" "${n[0]:0:4}****${n[0]:8} (home)" "Mob: ${n[0]}*" "Mob: x${n[0]}"
# These are names, codes, addresses, and other kinds of numbers.
refuses "Mob${n[0]}" "${n[0]}home" "ramesh${n[0]}@example.in" "ORD-${n[0]}" "A/c no. ${n[0]}" "Fax: ${n[0]}" "Rs ${n[0]}" \
  "Ref ${n[0]}" "wrong number ${n[0]}" "Ramesh ${n[0]}" "Tel: ${n[0]}" "${n[0]} (R)" "M ${n[0]}" "INV ${n[0]}" "Aadhaar ${n[0]}"
# These are landlines with their area code, and numbers of other countries.
refuses "Home: 080-23456789" "Home: 80 2345 6789" "080-23456789, ${n[0]}" "080 23456789 / 98765 43210" "tel:080-23456789" \
  "tel:+91-80-23456789" "Phone (080) 23456789" "wa.me/6591234567" "https://wa.me/6591234567" "whatsapp:6591234567" \
  "https://wa.me/4915112345678" "whatsapp:${n[0]}" "tel:+6591234567" "Mob: +65 91234567"
# These have minus signs, or are negative amounts.
refuses "Mob: -9876543119" "Mob: (9876543119)" "'-9876543119" "Mob 9876543119-" "Mob: .9876543119" "9876543119, -" '="-9876543119"'
refuses "'" '=""' "tel:" "Mob:" ", ," "' '" "=\"${n[0]}\"&\"1\"" "=${n[0]}" "\"${n[0]}\"" "NULL" "#REF!"
# JSON and CSV are repaired as text is: all numbers of a field are taken, or none.
printf 'x,"%s, %s"\ny,"%s, 98765"\n' "${n[@]:0:3}" >spoiled
expect 3 "$SELFCHECK" normalize --kind mobile --repair --column 2 spoiled
printf 'mobile:+91%s\n' "${n[@]:0:2}" >wanted
same out wanted
err_has "1 record was rejected"
printf '{"phone":["%s.0","tel:%s"]}\n' "${n[@]:0:2}" >spoiled
expect 0 "$SELFCHECK" normalize --kind mobile --repair --field phone spoiled
same out wanted

# Aadhaar numbers have other words, and no links.
prefix=aadhaar:
export kind=aadhaar
numbers aadhaar 3 >aadhaar
mapfile -t a <aadhaar
repairs label "${a[*]:0:2}" "Aadhaar No: ${a[0]}" "UID ${a[1]:0:4} ${a[1]:4:4} ${a[1]:8}"
repairs several_numbers "${a[*]}" "${a[0]}/${a[1]}/${a[2]}"
repairs decimal_zero "${a[0]}" "${a[0]}.0"
refuses "tel:${a[0]}" "Mob: ${a[0]}" "${a[0]} / ${n[0]}" "UID: ${a[0]:0:4} ${a[0]:4:4} ${a[0]:8:2} ${a[0]:10}" \
  "Aadhaar: ${a[0]:0:11}$(((${a[0]:11} + 1) % 10))"
unset kind

# Numbers that were kept as 32-bit floats have lost digits, and are now other people's.
/usr/bin/python3 -c '
import struct
for line in open("plain"):
    print("%.1f" % struct.unpack("f", struct.pack("f", float(line)))[0])' >floats
expect 3 "$SELFCHECK" normalize --kind mobile --repair floats
err_has "they were kept in 32 bits, and have lost their last digits"
tells_nothing_of_floats=$(head -n 1 floats)
! grep -qF "${tells_nothing_of_floats:0:5}" err || fail "digits of a number"
sed 's/$/.0/' plain >floats
expect 0 "$SELFCHECK" normalize --kind mobile --repair floats

# Without --repair, a hint says what it could do.
printf "Mob: %s\n" "${n[0]}" >spoiled
expect 3 "$SELFCHECK" normalize --kind mobile spoiled
err_has "1 record may be repaired: --repair takes whole numbers out of what stands around them, and guesses nothing"
