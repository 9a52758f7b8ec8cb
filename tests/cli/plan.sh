#!/bin/bash
# Money first, and figures that agree with the format's.
. "$(dirname "$0")/lib.sh"

expect 0 "$SELFCHECK" plan --kind mobile --entries 1000000
head -n 1 out | grep -qF '$267' || fail "the cost comes first"
out_has "does not make it impossible"
out_has "bits = 7"
out_has "8,593,750"

expect 0 "$SELFCHECK" plan --kind mobile --entries 1000000 --json
[ "$(json out layout bits)" = 7 ] || fail "bits"
[ "$(json out layout p)" = 20 ] || fail "p"
[ "$(json out enumeration possible_numbers)" = 4000000000 ] || fail "possible numbers"
json out build hash_seconds >/dev/null
cost() { "$SELFCHECK" plan --entries 1000 --json "$@" >plan.json; json plan.json enumeration dollars; }
python3 - "$(cost --kind mobile)" "$(cost --kind mobile --mem 128)" "$(cost --kind mobile --gpu-hour 0.8)" \
  "$(cost --kind aadhaar --mem 8 --ops 1)" <<'EOF'
import sys
base, twice_the_memory, twice_the_price, weak = map(float, sys.argv[1:])
assert abs(base - 4e9 / 1667 / 3600 * 0.4) < 0.01, base
assert abs(twice_the_memory / base - 2) < 1e-6
assert abs(twice_the_price / base - 2) < 1e-6
assert abs(weak / base - 20 / 24) < 1e-6
EOF

# A file's distinct numbers are what counts.
{ numbers mobile 30; numbers mobile 30; echo junk; } >input
expect 0 "$SELFCHECK" plan --kind mobile --mem 8 --ops 1 --json input
[ "$(json out layout entries)" = 30 ] || fail "distinct numbers"
[ "$(json out layout bits)" = 0 ] || fail "a small list is one bucket"
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 input
expect 2 "$SELFCHECK" plan --kind mobile --entries 5 --mem 4
