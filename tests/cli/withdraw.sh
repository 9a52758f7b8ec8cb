#!/bin/bash
# A list is taken back without any number, whatever has become of it, and gives verdicts again only with a flag.
. "$(dirname "$0")/lib.sh"

numbers mobile 24 >input
four_buckets=(--p 16 --k 1 --bits 2)
member=$(head -n 1 input)
make_list list input "${four_buckets[@]}"
cp -a list first
cp list.pin.json first.pin.json
withdraw=("$SELFCHECK" withdraw --secret-key my.key --published "$published")
fresh_copy() { rm -rf copy copy.pin.json; cp -a first copy; cp first.pin.json copy.pin.json; }

expect 0 "${withdraw[@]}" --list list --about "Withdrawn: the numbers were made up."
out_has "WITHDRAWN"
out_has "could not tell"
out_has "A device that is offline"
out_has "until 2027-06-01"
diff -r first/buckets list/buckets || fail "the buckets have changed"
[ "$(json list.pin.json lists 0 min_sequence)" = 2 ] || fail "the pin was not raised"
# Nobody gets a verdict any more, also not when the withdrawal itself is old, and everybody is told why.
for at in "$now" 2029-01-01T00:00:00Z; do
  expect 12 "$SELFCHECK" check --list list --pin list.pin.json --now "$at" --json <<<"$member"
  [ "$(json out reason)" = withdrawn ] || fail "the reason at $at"
  expect 0 "$SELFCHECK" verify --list list --pin list.pin.json --now "$at"
  out_has "WITHDRAWN"
done
manifest=list/$(manifest_of list)
[ "$(json "$manifest" valid_until)" = 2027-07-06T00:00:00Z ] || fail "not for as long as may be"
[ "$(json "$manifest" texts en about)" = "Withdrawn: the numbers were made up." ] || fail "the text"
[ "$(json "$manifest" root)" = "$(json "first/$(manifest_of first)" root)" ] || fail "the root"

# It is withdrawn once more, with another key: a list that is withdrawn stays so.
make_key new
expect 3 "$SELFCHECK" withdraw --list list --secret-key new.key
expect 0 "$SELFCHECK" pin add-key list.pin.json --key new.pub
expect 0 "$SELFCHECK" withdraw --list list --secret-key new.key --previous-key my.pub --published "$published" --json
[ "$(json out withdrawn)" = true ] && [ "$(json out sequence)" = 3 ] && [ "$(json out succeeds)" = 2 ] || fail "withdrawn again"
expect 12 "$SELFCHECK" check --list list --pin list.pin.json --now "$now" <<<"$member"

# It gives verdicts again only with the flag for that.
renew=("$SELFCHECK" renew --list list --secret-key new.key --published "$published")
cp -a list before
expect 3 "${renew[@]}"
err_has "--reinstate"
diff -r before list || fail "a refused renewal changed the list"
expect 0 "${renew[@]}" --reinstate
check_number 10 list "$member"

# Nothing stands in the way of a withdrawal: an expired list, a damaged one and an old copy of the pointer can all be withdrawn.
fresh_copy
rm -r copy/buckets
expect 0 "${withdraw[@]}" --list copy
expect 12 "$SELFCHECK" check --list copy --pin copy.pin.json --now "$now" <<<"$member"
[ ! -e copy/buckets ] || fail "buckets out of nothing"
fresh_copy
expect 0 "$SELFCHECK" withdraw --secret-key my.key --list copy --published 2028-01-01T00:00:00Z
expect 12 "$SELFCHECK" check --list copy --pin copy.pin.json --now 2028-01-02T00:00:00Z --json <<<"$member"
[ "$(json out reason)" = withdrawn ] || fail "an expired list that was withdrawn"
fresh_copy
head -n 8 input >fewer
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out copy --test --mem 16 --ops 1 --allow-shrink --published "$published" fewer
cp first/current.minisig copy/
expect 0 "${withdraw[@]}" --list copy --json
[ "$(json out sequence)" = 3 ] || fail "it comes after every edition that may have been published"

# A directory that is no list, and somebody else's list, are left alone.
mkdir empty
expect 3 "${withdraw[@]}" --list empty
[ -z "$(ls -A empty)" ] || fail "something was made in a directory that is no list"
fresh_copy
expect 2 "${withdraw[@]}" --list copy --prune
expect 3 "$SELFCHECK" withdraw --list copy --secret-key new.key
err_has "another key"
diff -r first copy || fail "a refused withdrawal changed the list"

# If it is killed at any moment, the list is withdrawn or it is not.
traced=(env ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null) # LeakSanitizer can't work under strace
for moment in 1 2 3; do
  fresh_copy
  { expect 137 "${traced[@]}" -e trace=rename -e inject=rename:signal=KILL:when=$moment "${withdraw[@]}" --list copy; } 2>/dev/null
  expect 0 "$SELFCHECK" verify --list copy --pin copy.pin.json --now "$now"
  expect 0 "${withdraw[@]}" --list copy
  expect 12 "$SELFCHECK" check --list copy --pin copy.pin.json --now "$now" <<<"$member"
done
