#!/bin/bash
# Without a terminal, progress comes in lines of its own, and never ends the work.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
make_key my
build=("$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" input)

export SELFCHECK_PROGRESS_SECONDS=0
expect 0 "${build[@]}"
grep -qE '^selfcheck: reading [0-9]+  [0-9.,]+/s$' err || fail "no progress of reading"
grep -qE '^selfcheck: hashing [0-9]+ of 60 \([0-9.]+%\)  [0-9.,]+/s' err || fail "no progress of hashing"
grep -qE '^selfcheck: writing 1 of 2 \(50.0%\)' err || fail "no progress of writing"
! grep -q $'[\r\033]' err || fail "a terminal's codes in a log"
while read -r number; do tells_nothing_of "$number"; done <input
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json --now "$now"
grep -qE '^selfcheck: verifying [01] of 1' err || fail "no progress of verifying"
expect 10 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file input
grep -qE '^selfcheck: checking [0-9]+ of 60' err || fail "no progress of checking"
! grep -q selfcheck out || fail "progress among the results"

# The interval counts from the start.
rm -r list list.pin.json
export SELFCHECK_PROGRESS_SECONDS=86400
expect 0 "${build[@]}"
! grep -q hashing err || fail "progress before its time"

# If the log takes no more, its lines are lost, and not the list.
rm -r list list.pin.json
export SELFCHECK_PROGRESS_SECONDS=0
expect 0 sh -c '"$@" 2>/dev/full' sh "${build[@]}" --group-salt 00112233445566778899aabbccddeeff
expect 10 sh -c '"$@" 2>/dev/full' sh "$SELFCHECK" check --list list --pin list.pin.json --now "$now" --file input
[ "$(grep -c 'found$' out)" -eq 60 ] || fail "verdicts"
