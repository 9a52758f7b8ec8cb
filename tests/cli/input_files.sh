#!/bin/bash
# Reads files as people have them: CSV, line ends, byte order marks, and files that are no text at all.
. "$(dirname "$0")/lib.sh"

numbers mobile 4 >plain
mapfile -t n <plain
sed 's/^/mobile:+91/' plain >canonical
normalized() { expect 0 "$SELFCHECK" normalize --kind mobile "$@"; same out canonical; }

sed 's/$/\r/' plain >crlf
normalized crlf
{ printf '\xef\xbb\xbf'; cat plain; } >with_bom
normalized with_bom
printf %s "$(cat plain)" >no_final_line_end
normalized no_final_line_end
{ echo; sed 's/$/\n  \t/' plain; } >blank_lines
normalized blank_lines

# CSV files may have quotes and commas within fields, and a header. csv_rows.sh tries what is wrong with rows.
{
  echo 'name,phone,note'
  echo "\"Test, One\",${n[0]},x"
  echo "Two,\"${n[1]}\",\"says \"\"hi\"\"\""
  echo "Three,  ${n[2]} ,"
  printf 'Four,%s,"two words"\r\n' "${n[3]}"
} >people.csv
normalized --column 2 --header people.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --rejects rejects people.csv
grep -qx '1,1,1,letters' rejects || fail "the header is no number"
expect 2 "$SELFCHECK" normalize --kind mobile --header people.csv
expect 2 "$SELFCHECK" normalize --kind mobile --column 0 people.csv

# A spreadsheet's empty rows are skipped like blank lines, before the header and after it.
{ printf ',,\r\nname,phone,note\n,,\n'; for i in 0 1 2 3; do printf 'x,%s,\n , "" ,\t\n,,,,\n' "${n[i]}"; done; printf ',,\n,,\n'; } >trailing.csv
normalized --column 2 --header --rejects rejects trailing.csv
[ "$(wc -l <rejects)" = 1 ] || fail "rows without anything are rejects"
expect 0 "$SELFCHECK" normalize --kind mobile --column phone --json trailing.csv
[ "$(json <(tail -n 1 out) summary empty)" = 0 ] || fail "rows without anything are records"
[ "$(json <(sed -n 2p out) record) $(json <(sed -n 2p out) line)" = "2 7" ] || fail "rows without anything count"
[ ! -s err ] || fail "a word about rows without anything"

# People without a number in the column are counted, and are no rejects.
{ echo name,phone; sed 's/^/x,/' plain; printf 'Doe,\nRoe, \nPoe,""\n'; } >some_empty.csv
normalized --column 2 --header --rejects rejects some_empty.csv
err_has "3 records have nothing in that column"
! grep -q "rejected\|warning" err || fail "empty cells are rejects"
printf 'file,record,line,reason\n1,5,6,empty\n1,6,7,empty\n1,7,8,empty\n' >wanted
same rejects wanted
expect 0 "$SELFCHECK" normalize --kind mobile --column 2 --header --json some_empty.csv
[ "$(json <(tail -n 1 out) summary)" = \
  '{"accepted": 4, "empty": 3, "rejected": 0, "rejected_by_reason": {}, "rejected_by_pattern": {}, "repaired": 0, "repaired_by_pattern": {}}' ] || fail "the summary"
[ "$(json <(sed -n 7p out) error)" = empty ] || fail "an empty record"
# Empty records don't make the share of the rejects smaller, and don't count for --allow-rejects=N.
{ cat some_empty.csv; printf 'x,junk\n'; for i in $(seq 200); do echo "x,"; done; } >rejects_too.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --header --allow-rejects rejects_too.csv
err_has "1 record has no valid number (20.00% of 5 records that are not empty)"
expect 0 "$SELFCHECK" normalize --kind mobile --column 2 --header --allow-rejects=1 rejects_too.csv
err_has "warning: 203 of 208 records have nothing in that column: is it the right one?"
# A column in which all records are empty is the wrong one.
printf 'x,\ny,\n' >all_empty.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 all_empty.csv
err_has "error: no record has anything in that column"

# A line of 100 MB is one bad line, and the next one is read.
{ head -c 100000000 /dev/zero | tr '\0' 7; echo; cat plain; } >huge_line
{ printf '1,"'; head -c 100000000 /dev/zero | tr '\0' '"'; echo; sed 's/^/1,/' plain; } >huge_row
expect 0 /usr/bin/python3 - <<'EOF'
import os, resource, subprocess
with open("got", "w") as got:
    for arguments in ["huge_line"], ["huge_row", "--column", "2"], ["huge_row", "--column", "2", "--multiline"]:
        subprocess.run([os.environ["SELFCHECK"], "normalize", "--kind", "mobile", "--allow-rejects=1", "--rejects", "rejects",
                        *arguments], check=True, stdout=got)
sanitized = "SELFCHECK_SANITIZERS" in os.environ  # and takes memory of its own
assert sanitized or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 60_000  # KiB
EOF
cat canonical canonical canonical >wanted
same got wanted
grep -qx '1,1,1,row_too_long' rejects || fail "the huge row was not rejected"

# UTF-16 is known by its byte order mark. Half a character costs its record.
{ printf '\xff\xfe'; iconv -f utf-8 -t utf-16le plain; } >utf16
normalized utf16
{ printf '\xfe\xff'; sed 's/$/\r/; y/0123456789/०१२३४५६७८९/' plain | iconv -f utf-8 -t utf-16be; } >utf16
normalized utf16
{ printf '\xff\xfe'; printf '\xf0\x9f\x98\x80,%s\n' "${n[@]:0:4}" | iconv -f utf-8 -t utf-16le; } >utf16
normalized --column 2 utf16
{ printf '\xff\xfe'; printf '%s\n' "${n[0]}" | iconv -f utf-8 -t utf-16le; printf '\x3d\xd8'
  sed 1d plain | iconv -f utf-8 -t utf-16le; printf '\x00\xdc\n\x00\x39'; } >utf16
expect 3 "$SELFCHECK" normalize --kind mobile --rejects rejects utf16
printf 'file,record,line,reason\n1,2,2,invalid_utf8\n1,5,5,invalid_utf8\n1,6,6,invalid_utf8\n' >wanted
same rejects wanted
iconv -f utf-8 -t utf-16le plain >utf16le
expect 3 "$SELFCHECK" normalize --kind mobile utf16le
err_has "zero bytes"
cp "$SELFCHECK" binary
expect 3 "$SELFCHECK" normalize --kind mobile --allow-rejects binary
err_has "not text"
printf '\xff\xfe\xfd%s\n' "${n[0]}" | tail -c +2 >invalid_utf8
expect 3 "$SELFCHECK" normalize --kind mobile --rejects rejects invalid_utf8
grep -qx '1,1,1,invalid_utf8' rejects || fail "invalid UTF-8"

: >empty
make_key my
expect 0 "$SELFCHECK" normalize --kind mobile empty
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" empty
err_has "no valid number"
[ ! -e list ] || fail "a build that failed left its directory"

expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" --column 2 all_empty.csv
err_has "no record has anything in that column"
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" --column 2 --header \
  some_empty.csv
out_has "  empty records     3"
expect 12 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --column 2 --header --file some_empty.csv
[ "$(sed -n 6p out)" = "$(printf '1\t6\t7\tcould_not_tell\tempty')" ] || fail "a verdict without a number"

# --rejects leaves a file alone that was named by mistake, and replaces one of its own.
cp my.key precious
expect 2 "$SELFCHECK" normalize --kind mobile --rejects precious plain
same precious my.key
expect 0 "$SELFCHECK" normalize --kind mobile --rejects rejects plain
