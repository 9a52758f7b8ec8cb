#!/bin/bash
# An organisation's records: verdicts by line number.
. "$(dirname "$0")/lib.sh"

numbers mobile 120 >all
head -n 60 all >input
make_list list input --p 24 --k 5 --bits 2
check=("$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file)

expect 10 "${check[@]}" all
seq 120 | awk '{print $1 "\t" ($1 <= 60 ? "found" : "not_found")}' >wanted
same out wanted
err_has "60 found, 60 not found"

# 12 if anything could not be told, else 10 if anything was found, else 11.
{ tail -n 5 all; echo junk; head -n 1 all; } >mixed
expect 12 "${check[@]}" mixed
[ "$(sed -n 6p out)" = "$(printf '6\tcould_not_tell\tletters')" ] || fail "the bad line"
[ "$(sed -n 7p out)" = "$(printf '7\tfound')" ] || fail "the line after it"
tail -n 5 all >strangers
expect 11 "${check[@]}" strangers
expect 3 "${check[@]}" /dev/null
expect 4 "${check[@]}" no-such-file

awk '{print "name," $0}' all >people.csv
expect 10 "${check[@]}" - --column 2 --threads 1 --json <people.csv
[ "$(json out found)" = 60 ] && [ "$(json out results 119 line)" = 120 ] || fail "JSON"
while read -r number; do tells_nothing_of "$number"; done < <(sed -n '1p;60p;120p' all)

# A list that can't be used: nothing is told about any line.
rm -r list/buckets
expect 12 "${check[@]}" strangers
[ "$(grep -c 'could_not_tell	file_missing' out)" -eq 5 ] || fail "a missing bucket"
rm list/current.minisig
expect 12 "${check[@]}" strangers
[ "$(grep -c 'could_not_tell	file_missing' out)" -eq 5 ] || fail "a missing pointer"
