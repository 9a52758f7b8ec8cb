#!/bin/bash
# Files as they come: CSV, line ends, byte order marks, and what is no text at all.
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

# CSV: quotes, commas and line ends within fields, a header.
{
  echo 'name,phone,note'
  echo "\"Test, One\",${n[0]},x"
  echo "Two,\"${n[1]}\",\"says \"\"hi\"\"\""
  echo "Three,  ${n[2]} ,"
  printf 'Four,%s,"two\nlines"\r\n' "${n[3]}"
} >people.csv
normalized --column 2 --header people.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --rejects rejects people.csv
grep -qx '1,letters' rejects || fail "the header is no number"
expect 3 "$SELFCHECK" normalize --kind mobile --column 9 --header --rejects rejects people.csv
[ "$(grep -c ',empty$' rejects)" -eq 4 ] || fail "rows without the column"
expect 2 "$SELFCHECK" normalize --kind mobile --header people.csv
expect 2 "$SELFCHECK" normalize --kind mobile --column 0 people.csv

# A quote that is never closed takes the rest of the file for one field; memory must not follow it.
{ echo "a,\"${n[0]}"; head -c 3000000 /dev/zero | tr '\0' 'x'; } >open_quote.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 open_quote.csv
err_has "row that begins at line"
tells_nothing_of "${n[0]}"

# A line of 100 MB is one bad line, and the next one is read.
{ head -c 100000000 /dev/zero | tr '\0' 7; echo; cat plain; } >huge_line
expect 0 python3 - <<'EOF'
import os, resource, subprocess
with open("got", "w") as got:
    subprocess.run([os.environ["SELFCHECK"], "normalize", "--kind", "mobile", "--allow-rejects", "--rejects", "rejects",
                    "huge_line"], check=True, stdout=got)
assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 60_000  # KiB
EOF
same got canonical
grep -qx '1,too_long' rejects || fail "the huge line was not rejected"

iconv -f utf-8 -t utf-16 plain >utf16
expect 3 "$SELFCHECK" normalize --kind mobile utf16
err_has "UTF-16"
iconv -f utf-8 -t utf-16le plain >utf16le
expect 3 "$SELFCHECK" normalize --kind mobile utf16le
err_has "zero bytes"
cp "$SELFCHECK" binary
expect 3 "$SELFCHECK" normalize --kind mobile --allow-rejects binary
err_has "not text"
printf '\xff\xfe\xfd%s\n' "${n[0]}" | tail -c +2 >invalid_utf8
expect 3 "$SELFCHECK" normalize --kind mobile --rejects rejects invalid_utf8
grep -qx '1,invalid_utf8' rejects || fail "invalid UTF-8"

: >empty
make_key my
expect 0 "$SELFCHECK" normalize --kind mobile empty
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" empty
err_has "no valid number"
[ ! -e list ] || fail "a build that failed left its directory"

# A quote without its partner would swallow the rows up to the next one: those people would be told "not found".
printf '%s,"Smith\n%s,Jones\n%s,Doe\n' "${n[@]:0:3}" >stray_quote.csv
for command in "normalize" "build --secret-key my.key --out list ${quick[*]} --title T --publisher P"; do
  # shellcheck disable=SC2086  # words
  expect 3 "$SELFCHECK" $command --kind mobile --column 1 --allow-rejects stray_quote.csv
  err_has "row that begins at line 1"
  tells_nothing_of "${n[1]}"
done
printf '%s,"Smith, J."\n%s,"two\nlines"\n%s,"He said ""no"""\n' "${n[@]:0:3}" >quoted.csv
expect 0 "$SELFCHECK" normalize --kind mobile --column 1 quoted.csv
[ "$(wc -l <out)" = 3 ] || fail "quoted fields"

# Rows that end with a carriage return alone have lines of their own.
printf '%s,a\rxx,b\r%s,c\r' "${n[@]:0:2}" >cr.csv
expect 0 "$SELFCHECK" normalize --kind mobile --column 1 --allow-rejects --rejects rejects cr.csv
grep -qx '2,masked' rejects || fail "lines of a file with carriage returns"

# --rejects given the wrong file by mistake leaves it alone; its own it replaces.
cp my.key precious
expect 2 "$SELFCHECK" normalize --kind mobile --rejects precious plain
same precious my.key
expect 0 "$SELFCHECK" normalize --kind mobile --rejects rejects plain
