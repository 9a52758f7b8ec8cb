#!/bin/bash
# JSON Lines: a field is chosen by name or path, and what is wrong with a line costs that line only.
. "$(dirname "$0")/lib.sh"

numbers mobile 6 >plain
mapfile -t n <plain

# rows STATUS "RECORD,LINE,REASON ..." "NUMBER ..." [OPTION...]: what `normalize` refuses of rows, and what it reads.
rows() {
  local status=$1 rejects=$2 read=$3
  shift 3
  expect "$status" "$SELFCHECK" normalize --kind mobile --rejects rejects "$@" rows
  for number in $read; do echo "mobile:+91$number"; done >wanted
  same out wanted
  { echo 'file,record,line,reason'; for reject in $rejects; do echo "1,$reject"; done; } >wanted
  same rejects wanted
  for number in "${n[@]}"; do ! grep -qF "$number" err || fail "a number in an error"; done
}

# A field may hold text and integers, in objects and arrays. Escapes are read, and blank lines skipped.
printf '{"phone":"%s"}\n\n {"phone":%s, "x":{"phone":"no"}}\r\n{"x":[{"phone":1}],"phone":["%s",["+91 %s"]]}\n{"ph\\u006fne":"\\u002b91%s"}' \
  "${n[@]:0:5}" >rows
rows 0 "" "${n[*]:0:5}" --field phone
rows 0 "" "${n[*]:0:5}" --field /phone
printf '{"person":{"phone":"%s"},"phone":"x"}\n{"person":[{"phone":"%s"},{"name":"Doe"},{"phone":"%s"}]}\n' "${n[@]:0:3}" >rows
rows 0 "" "${n[*]:0:3}" --field person.phone
rows 0 "" "${n[*]:0:3}" --field /person/phone
printf '{"a.b":{"c/d":["x","%s"]}}\n' "${n[0]}" >rows
rows 0 "" "${n[0]}" --field /a.b/c~1d/1

# Records without a number are no rejects. Whatever else is no number costs its line only.
cat >rows <<EOP
{"phone":null}
{"name":"Doe"}
{"phone":[]}
{"phone":""}
{"phone":"${n[0]}"}
{"phone":true}
{"phone":{"home":"${n[1]}"}}
{"phone":"${n[1]}"
{"phone":"${n[1]}","phone":"${n[2]}"}
{"phone":"${n[1]}","x":{"y":1,"y":2}}
{"phone":"$(printf '\xff')${n[1]}","x":1}
{"phone":"${n[1]}"} {"phone":"${n[2]}"}
{"phone":0${n[1]}}
["${n[1]}"]
{"phone":["${n[1]}","junk"]}
EOP
rows 3 "1,1,empty 2,2,empty 3,3,empty 4,4,empty 6,6,row_field_type 7,7,row_field_type 8,8,row_json 9,9,row_json_key
  10,10,row_json_key 11,11,row_json 12,12,row_json 13,13,row_json 14,14,empty 15,15,letters" "${n[0]} ${n[1]}" --field phone

# A number that a spreadsheet has kept as a float may have lost digits, and is refused with --repair, too.
printf '{"phone":9.87654E+11}\n{"phone":9.8765e9}\n{"phone":98765432.10}\n{"phone":-9876543119}\n{"phone":99999999999999999999999}\n' >rows
for repair in "" --repair; do
  rows 3 "1,1,letters 2,2,letters 3,3,decimal_point 4,4,minus_sign 5,5,too_long" "" --field phone $repair
done
expect 3 "$SELFCHECK" normalize --kind mobile --field phone rows
err_has "2 records are in scientific notation, which has lost digits"

{ printf '{"phone":"'; head -c 3000000 /dev/zero | tr '\0' 7; printf '"}\n{"phone":"%s"}\n' "${n[0]}"; } >rows
rows 3 "1,1,row_too_long" "${n[0]}" --field phone
head -c 2000000 /dev/zero | tr '\0' '[' >rows
expect 3 "$SELFCHECK" normalize --kind mobile --field phone rows
printf '%0.s[' {1..10000} >rows
rows 3 "1,1,row_json" "" --field phone
printf '[\n  {"phone":"%s"}\n]\n' "${n[0]}" >rows
expect 3 "$SELFCHECK" normalize --kind mobile --field phone rows
err_has "is one JSON document, and not JSON Lines"

# Without a field the file's fields are listed, and none of their contents.
for i in 0 1 2; do printf '{"id":%s,"who":{"name":"Roe","phones":[{"no":"%s"}]},"alt":"%s"}\n' "$i" "${n[i]}" "x${n[i]}"; done >rows
expect 3 "$SELFCHECK" normalize --kind mobile rows
err_has "'rows' is JSON Lines, and no field was chosen. Of its first 3 rows, so many hold a valid mobile number:"
err_has "3  --field who.phones.no"
! grep -q "Roe\|alt" err || fail "contents of a field"
for number in "${n[@]}"; do tells_nothing_of "$number"; done
rows 0 "" "${n[*]:0:3}" --field who.phones.no
expect 2 "$SELFCHECK" normalize --kind mobile --field "" rows
expect 2 "$SELFCHECK" normalize --kind mobile --field phone --column 1 rows
