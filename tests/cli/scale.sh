#!/bin/bash
# Builds a list of 100,000 numbers. It is run by hand: SELFCHECK=build/release/cli/selfcheck tests/cli/scale.sh. It takes 15 minutes
# of one core. It prints how many of 100,000 strangers are "found" by coincidence at p = 10: 100,000 / 2^10 = 98 are to be expected,
# give or take 10 (one standard deviation).
. "$(dirname "$0")/lib.sh"

numbers mobile 200000 >all
head -n 100000 all >members
tail -n 100000 all >strangers
{ shuf -n 1000 members; shuf -n 1000 strangers; } >sample

make_list list members
cat built
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json --now "$now"
cat out
expect 10 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file sample
seq 2000 | awk '{print "1\t" $1 "\t" $1 "\t" ($1 <= 1000 ? "found" : "not_found")}' >wanted
same out wanted
echo "1,000 members found, 1,000 strangers not found"

make_list coarse members --p 10
expect 10 "$SELFCHECK" check --list coarse --pin coarse.pin.json --now "$now" --file strangers
found=$(grep -c 'found$' <(grep -v not_found out))
echo "at p = 10: $found of 100,000 strangers found by coincidence, expected 98"
[ "$found" -ge 58 ] && [ "$found" -le 138 ] || fail "four standard deviations away"
