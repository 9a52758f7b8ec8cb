#!/bin/bash
# Checks one number: found or not, and from where the number may come.
. "$(dirname "$0")/lib.sh"

numbers mobile 80 >all
head -n 60 all >input
make_list list input "${four_buckets[@]}"
member=$(head -n 1 input)
stranger=$(tail -n 1 all)

check_number 10 list "$member"
out_has "FOUND: the number is in this list."
out_has "TEST LIST"
out_has "Selfcheck's tests, 2026-06-01 (edition 1)"
out_has "1930"
tells_nothing_of "$member"

check_number 11 list "$stranger"
out_has "NOT FOUND in this list, as published on 2026-06-01."
out_has "It does not mean that the number is safe"
tells_nothing_of "$stranger"

check_number 10 list "+91-${member:0:5} ${member:5}"
check_number 10 list "$member" --json
[ "$(json out verdict)" = found ] && [ "$(json out list test)" = true ] || fail "JSON"
json out coincidence >/dev/null
check_number 11 list "$stranger" --json
[ "$(json out verdict)" = not_found ] || fail "JSON"

# A text that is no number gets no verdict.
check_number 12 list "${member:0:9}"
out_has "COULD NOT TELL"
out_has "1 digit missing"
tells_nothing_of "${member:0:9}"
check_number 12 list "$(head -c 5000 /dev/zero | tr '\0' 7)"
out_has "longer than any number"
# Input that has no end is not read to its end.
for endless in 7 '\r'; do
  expect 12 sh -c 'tr "\0" "$0" </dev/zero | "$SELFCHECK" "$@"' "$endless" check --list list --pin list.pin.json --now "$now"
  out_has "COULD NOT TELL"
done
check_number 12 list "hello" --json
[ "$(json out reason)" = letters ] || fail "JSON"

# A number may be an argument: there is a warning, and it is not shown.
expect 10 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" "$member"
err_has "shell's history"
tells_nothing_of "$member"

# With no number, or several, there is no verdict at all.
expect 2 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" </dev/null
expect 2 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" <input
err_has "--file"
expect 2 "$SELFCHECK" check --list list --now "$now"
expect 4 "$SELFCHECK" check --list list --pin none.json
