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

# CSV: quotes and commas within fields, a header. What is wrong with rows: csv_rows.sh.
{
  echo 'name,phone,note'
  echo "\"Test, One\",${n[0]},x"
  echo "Two,\"${n[1]}\",\"says \"\"hi\"\"\""
  echo "Three,  ${n[2]} ,"
  printf 'Four,%s,"two words"\r\n' "${n[3]}"
} >people.csv
normalized --column 2 --header people.csv
expect 3 "$SELFCHECK" normalize --kind mobile --column 2 --rejects rejects people.csv
grep -qx '1,1,letters' rejects || fail "the header is no number"
expect 2 "$SELFCHECK" normalize --kind mobile --header people.csv
expect 2 "$SELFCHECK" normalize --kind mobile --column 0 people.csv

# A line of 100 MB is one bad line, and the next one is read.
{ head -c 100000000 /dev/zero | tr '\0' 7; echo; cat plain; } >huge_line
{ printf '1,"'; head -c 100000000 /dev/zero | tr '\0' '"'; echo; sed 's/^/1,/' plain; } >huge_row
expect 0 python3 - <<'EOF'
import os, resource, subprocess
with open("got", "w") as got:
    for arguments in ["huge_line"], ["huge_row", "--column", "2"], ["huge_row", "--column", "2", "--multiline"]:
        subprocess.run([os.environ["SELFCHECK"], "normalize", "--kind", "mobile", "--allow-rejects=1", "--rejects", "rejects",
                        *arguments], check=True, stdout=got)
assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 60_000  # KiB
EOF
cat canonical canonical canonical >wanted
same got wanted
grep -qx '1,1,row_too_long' rejects || fail "the huge row was not rejected"

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
grep -qx '1,1,invalid_utf8' rejects || fail "invalid UTF-8"

: >empty
make_key my
expect 0 "$SELFCHECK" normalize --kind mobile empty
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" empty
err_has "no valid number"
[ ! -e list ] || fail "a build that failed left its directory"

# --rejects given the wrong file by mistake leaves it alone; its own it replaces.
cp my.key precious
expect 2 "$SELFCHECK" normalize --kind mobile --rejects precious plain
same precious my.key
expect 0 "$SELFCHECK" normalize --kind mobile --rejects rejects plain
