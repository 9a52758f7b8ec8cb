#!/bin/bash
# Money first, and figures that agree with the format's.
. "$(dirname "$0")/lib.sh"

expect 0 "$SELFCHECK" plan --kind mobile --entries 1000000
head -n 1 out | grep -qF 'about $50.' || fail "the cheapest attacker's cost comes first"
out_has "arXiv:2511.20252"
out_has '$73'
out_has '$267'
out_has "does not make it impossible"
out_has "bits = 7"
out_has "8,593,750"

expect 0 "$SELFCHECK" plan --kind mobile --entries 1000000 --json
[ "$(json out layout bits)" = 7 ] || fail "bits"
[ "$(json out layout p)" = 20 ] || fail "p"
[ "$(json out enumeration candidates -1 numbers)" = 4000000000 ] || fail "possible numbers"
[ "$(json out enumeration dollars)" = "$(json out enumeration candidates 0 dollars)" ] || fail "the cheapest first"
json out build hash_seconds >/dev/null
plan_json() { "$SELFCHECK" plan --entries 1000 --json "$@" >plan.json; }
cost() { plan_json "$@"; json plan.json enumeration dollars; }
all() { plan_json "$@"; json plan.json enumeration candidates -1 dollars; }
python3 - "$(cost --kind mobile)" "$(cost --kind mobile --mem 128)" "$(cost --kind mobile --gpu-hour 0.8)" \
  "$(all --kind aadhaar --mem 8 --ops 1)" "$(all --kind mobile)" <<'EOF'
import sys
base, twice_the_memory, twice_the_price, weak, every = map(float, sys.argv[1:])
assert abs(base - 7.5e8 / 1667 / 3600 * 0.4) < 0.01, base
assert abs(every - 4e9 / 1667 / 3600 * 0.4) < 0.01, every
assert abs(twice_the_memory / base - 2) < 1e-6
assert abs(twice_the_price / base - 2) < 1e-6
assert abs(weak / every - 20 / 24) < 1e-6
EOF

# A file's distinct numbers are what counts.
{ numbers mobile 30; numbers mobile 30; echo junk; } >input
expect 0 "$SELFCHECK" plan --kind mobile --mem 8 --ops 1 --json input
[ "$(json out layout entries)" = 30 ] || fail "distinct numbers"
[ "$(json out layout bits)" = 0 ] || fail "a small list is one bucket"
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 input
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --mem 4

# More entries than there are people, or numbers.
expect 0 "$SELFCHECK" plan --kind mobile --entries 2000000000 --mem 8 --ops 1
err_has "only about 1,100,000,000 mobile numbers are in use"
expect 3 "$SELFCHECK" plan --kind mobile --entries 4000000001 --mem 8 --ops 1
err_has "no more than 4,000,000,000"
