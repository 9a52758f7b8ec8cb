#!/bin/bash
# What spreadsheets and forms have done to numbers is named and counted, and never undone by guessing.
. "$(dirname "$0")/lib.sh"

numbers mobile 1000 >plain
mapfile -t n < <(head -n 4 plain)
make_key my

# named PATTERN WORDS LINE...: each of the lines is refused, and the pattern is named in these words.
named() {
  local pattern=$1 words=$2
  shift 2
  printf '%s\n' "$@" >spoiled
  expect 3 "$SELFCHECK" normalize --kind "${kind:-mobile}" --json ${column:-} spoiled
  tail -n 1 out >last
  [ "$(json last summary rejected_by_pattern "$pattern")" = $# ] || fail "$pattern: not $# of them"
  err_has "selfcheck: hint: $# $words"
  ! grep -q canonical out || fail "$pattern: a number"
  for number in "${n[@]}"; do ! grep -qF "${number:0:5}" err || fail "digits of a number in an error"; done
}
named apostrophe "records begin with an apostrophe: it is a spreadsheet's mark for text: export without it" \
  "'${n[0]}" "’+91${n[1]}"
named decimal_zero "records end in .0: export the column as text" "${n[0]}.0" "+91${n[1]}.00"
named decimal "records have a decimal point" 98765.432109 +919876.543210123
named minus_sign "records have a minus sign" -987654311 −98765431190
named accounting "records are in brackets, as accountants write negative numbers" "(98765431190)" "(91987654311901)"
named scientific "records are in scientific notation, which has lost digits" 9.87654E+11 9.8765432E9 919E+9 8,76543E+09
named formula 'records are written as formulas' "=\"${n[0]}\"" "=\"+91${n[1]}\""
named link "records are links (tel: or the like)" "tel:${n[0]}" "TEL:+91${n[1]}" "https://wa.me/91${n[2]}"
named masked "records have hidden digits" "${n[0]:0:6}XXXX" "******${n[0]:6}" "${n[1]:0:4}••••••"
named several_numbers "records have several numbers" "${n[0]},${n[1]}" "${n[0]} / ${n[1]}" "${n[0]} ${n[1]}" \
  "${n[0]};${n[1]}" "${n[0]} or ${n[1]}"
named label "records have words around the number" "Mob: ${n[0]}" "${n[1]} (home)"
named columns "records have several columns: --column N takes one column of a CSV file" "Doe,${n[0]}" "${n[1]};x" "${n[2]}|x"
named quoted "records are in quotes" "\"${n[0]}\"" "\"${n[1]}\""
named thousands "records have commas between groups of digits" "9,876,543,210" "9,87,65,43,210"
named spreadsheet_error "records are a spreadsheet's errors" "#N/A" "#REF!" "##########"
named no_digits "records have no digit at all" NULL n/a -
named rounded "record ends in many zeros" 98765400000000
kind=aadhaar named rounded "records end in many zeros" 999912300000 999946000000
column="--column 1" named formula 'records are written as formulas' "=\"${n[0]}\"" "=\"${n[1]}\""
column="--column 1" named first_row_names "record seems to hold the columns' names: --header skips it" phone

# The share of the records that would be missing is said, and above a hundredth the flag alone is not enough.
{ sed -n 1,83p plain; sed -n 84,100p plain | sed "s/\$/.0/"; } >sheet
build=("$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" --title "Test" --publisher "Tests")
expect 3 "${build[@]}" sheet
err_has "17 records have no valid number (17.00% of 100 records)"
err_has "17 records end in .0: export the column as text"
expect 3 "${build[@]}" --allow-rejects sheet
err_has "--allow-rejects=17"
[ ! -e list ] || fail "a list without a sixth of the people"
expect 3 "${build[@]}" --allow-rejects=16 sheet
err_has "names another number than the 17"
expect 3 "${build[@]}" --allow-rejects=18 sheet
expect 2 "${build[@]}" --allow-rejects=all sheet
expect 2 "${build[@]}" --allow-rejects=0 sheet
expect 0 "${build[@]}" --allow-rejects=17 sheet
err_has 'selfcheck: warning: 17 records have no valid number (17.00% of 100 records): whoever they are of would be told "not found"'
{ sed -n 1,99p plain; echo junk; } >one_percent
expect 0 "$SELFCHECK" normalize --kind mobile --allow-rejects one_percent
{ sed -n 1,98p plain; echo junk; } >more
expect 3 "$SELFCHECK" normalize --kind mobile --allow-rejects more
# `--allow-rejects=1` means exactly one reject, and is not the flag alone.
{ sed -n 1,998p plain; echo junk; echo junk; } >two
expect 3 "$SELFCHECK" normalize --kind mobile --allow-rejects=1 two
expect 0 "$SELFCHECK" normalize --kind mobile --allow-rejects=2 two

# Some numbers are valid and yet suspicious: the same number again and again, rounded numbers, a series.
warned() {
  expect 0 "$SELFCHECK" plan --kind "${kind:-mobile}" --mem 8 --ops 1 suspicious
  err_has "selfcheck: warning: $1"
  rm -rf list list.pin.json
  expect 0 "$SELFCHECK" build --kind "${kind:-mobile}" --secret-key my.key --out list "${quick[@]}" --title "Test" \
    --publisher "Tests" suspicious
  err_has "selfcheck: warning: $1"
  while read -r number; do ! grep -qF "${number:0:6}" out err || fail "digits of a number in a warning"; done <suspicious
}
for ((i = 0; i < 200; i++)); do echo "${n[0]}"; done >suspicious
warned "of 200 numbers only 1 is distinct"
sed -n 1,60p plain | sed 's/...$/000/' >suspicious
warned "60 of 60 numbers end in 000"
expect 0 "$SELFCHECK" normalize --kind mobile suspicious
err_has "60 of 60 numbers end in 000"
expect 10 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file suspicious
err_has "60 of 60 numbers end in 000"
seq 9876543201 9876543260 >suspicious
warned "60 of 60 numbers follow one another"
expect 0 "$SELFCHECK" plan --kind mobile --mem 8 --ops 1 plain
! grep -q warning err || fail "a warning about sound numbers"
