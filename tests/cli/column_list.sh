#!/bin/bash
# If a file has columns and none was chosen, the error says which there are, and what to type.
. "$(dirname "$0")/lib.sh"

numbers mobile 1500 >plain
mapfile -t n <plain
listed() { expect 3 "$SELFCHECK" normalize --kind "${kind:-mobile}" "$@"; [ ! -s out ] || fail "numbers of no column"; }

{ echo 'id,name,phone,note 98765'; for i in {0..1200}; do echo "$i,Asha,${n[i]},x"; done; } | sed 's/,note 98765/,note/' >people.csv
sed -i '5s/.*/4,Asha,98765,x/; 9s/.*/8,Asha,,x/' people.csv
listed people.csv
err_has "error: 'people.csv' has 4 columns, with a comma between them, and none was chosen. Of its first 1,000 rows, so many hold a valid mobile number:"
err_has "        997  --column 3  phone"
err_has "          0  --column 1  id"
err_has "hint: to take the numbers of one: --column 3 --header; --column may be given several times"
! grep -q "Asha\|98765" err || fail "contents of a column"
for number in "${n[@]:0:5}"; do tells_nothing_of "$number"; done
expect 3 "$SELFCHECK" normalize --kind mobile --column 3 --header people.csv
[ "$(wc -l <out)" = 1199 ] || fail "what was said does not do"
# The same holds for compressed files, standard input and tabs, and for a build or a check.
tr , '\t' <people.csv | gzip >people.tsv.gz
listed people.tsv.gz
err_has "a tab between them"
expect 3 sh -c '"$SELFCHECK" normalize --kind mobile <people.csv'
err_has "standard input has 4 columns"
make_key my
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" people.csv
err_has "--column 3 --header"
[ ! -e list ] || fail "a list of no column"

# No word is shown of a first row that is a person's data.
sed 1d people.csv >no_names.csv
listed no_names.csv
err_has "--column 3; --column may be"
! grep -q "Asha" err || fail "somebody's name"
{ echo 'Asha Rao,Delhi,NA'; for i in {0..9}; do echo "Ravi,Pune,${n[i]}"; done; } >junk_first.csv
listed junk_first.csv
! grep -q "Asha\|Delhi" err || fail "somebody's name"
{ echo "name,phone ${n[0]}"; for i in {0..9}; do echo "x,${n[i]}"; done; } >number_in_name.csv
listed number_in_name.csv
tells_nothing_of "${n[0]}"
{ printf 'name;\033[31mphone\n'; for i in {0..9}; do echo "x$i;${n[i]}"; done; } >control.csv
listed control.csv
! grep -q $'\033' err || fail "a control character"

# A delimiter that is given is used, and lines of numbers are not taken for columns, whatever is wrong with them.
{ for i in {0..9}; do echo "x~${n[i]}"; done; } >tilde
expect 3 "$SELFCHECK" normalize --kind mobile tilde
! grep -q "none was chosen" err || fail "columns"
listed --delimiter '~' tilde
err_has "10  --column 2"
printf '%s\n' 9,876,543,210 9,876,543,211 9,876,543,212 >thousands
expect 3 "$SELFCHECK" normalize --kind mobile thousands
err_has "3 records have commas between groups of digits"

# A line whose arrays lie deeper in each other than anybody's do is no reason to crash, with the file in a core dump.
/usr/bin/python3 -c 'print("{\"a\":" + "[" * 100000 + "]" * 100000 + "}")' >deep.jsonl
listed deep.jsonl
err_has "is JSON Lines, and no field was chosen"
