#!/bin/bash
# A build that is killed again and again loses only what its threads had in hand, and the list is the same.
. "$(dirname "$0")/lib.sh"

numbers mobile 500 >input
make_key my
fixed=(--group-salt 000102030405060708090a0b0c0d0e0f --list-id 202122232425262728292a2b2c2d2e2f
  --nonce 101112131415161718191a1b1c1d1e1f --seed seed "${quick[@]}" "${named[@]}" "${four_buckets[@]}")
build=("$SELFCHECK" build --kind mobile --secret-key my.key --threads 2 "${fixed[@]}")
expect 0 "${build[@]}" --out whole input
[ ! -e whole.job ] || fail "the job is still there"

# killed_at N COMMAND...: kills the command at its Nth rename, however fast the machine is.
killed_at() {
  SELFCHECK_FAULT_AFTER=$1 with_fault killed expect 137 "${@:2}"
}

# It is killed while it prepares, which begins anew, and then 14 times while it hashes, where each chunk is a rename or two.
for at in 1 12 26; do killed_at "$at" "${build[@]}" --out list input; done
[ ! -e list.job/plan.json ] || fail "a job that was not prepared has a plan"
expect 0 "$SELFCHECK" job prepare --job list.job --kind mobile "${fixed[@]}" input
for ((kills = 0; kills < 14; ++kills)); do killed_at $((1 + kills * 7 % 4)) "${build[@]}" --out list input; done
[ ! -e list/current.minisig ] || fail "it was published"
[ "$(stat -c %a list.job)" = 700 ] || fail "others can enter the job"
strangers=$(find list.job -type f ! -perm 600)
[ -z "$strangers" ] || fail "others can read $strangers"

expect 0 "${build[@]}" --out list --json input
[ "$(json out resumed)" = true ] || fail "it began anew"
[ ! -e list.job ] || fail "the job is still there"
diff -r whole list || fail "the list that was interrupted differs"
same whole.pin.json list.pin.json

# With other options or another input it would be another job: that is refused, and nothing is lost.
expect 0 "$SELFCHECK" job prepare --job list2.job --kind mobile "${fixed[@]}" input
killed_at 3 "${build[@]}" --out list2 input
cp -a list2.job before.job
head -n 499 input >shorter
expect 3 "${build[@]}" --out list2 shorter
err_has "input"
err_has "selfcheck job wipe"
expect 3 "${build[@]}" --out list2 --valid-days 30 input
err_has "--valid-days"
diff -r before.job list2.job || fail "a refused build changed the job"
expect 0 "${build[@]}" --out list2 input
diff -r whole list2 || fail "the list that was interrupted differs"

# A chunk that is damaged is hashed again.
"$SELFCHECK" job prepare --job job --kind mobile "${fixed[@]}" input >out 2>err || fail "can't prepare"
"$SELFCHECK" job hash --job job >out 2>err || fail "can't hash"
damaged=$(find job/tags -type f | sort | sed -n 3p)
damage "$damaged" 100
expect 0 "$SELFCHECK" job hash --job job --json
[ "$(json out damaged)" -ge 1 ] || fail "the damage was not noticed"
err_has "damaged"
expect 0 "$SELFCHECK" job assemble --job job --secret-key my.key --out list3
diff -r whole list3 || fail "the list of the damaged job differs"

# It is killed after publishing, before the pin is written, or while the job is wiped: nothing is hashed again, and the edition
# stays the same.
head -n 60 input >few
expect 0 "${build[@]}" --out few.list few
for stage in whole seedless numberless; do
  rm -rf list5 list5.*
  "$SELFCHECK" job prepare --job list5.job --kind mobile "${fixed[@]}" few >out 2>err || fail "can't prepare"
  "$SELFCHECK" job hash --job list5.job >out 2>err || fail "can't hash"
  "$SELFCHECK" job assemble --job list5.job --secret-key my.key --out list5 >out 2>err || fail "can't assemble"
  [ "$(stat -c %a list5.job/published)" = 600 ] || fail "others can read a job's file"
  rm list5.pin.json
  mkdir list5/.build-AbCdEf
  [ "$stage" = whole ] || rm list5.job/seed
  [ "$stage" != numberless ] || rm -r list5.job/numbers list5.job/tags
  expect 0 "${build[@]}" --out list5 --json few
  [ "$(json out resumed),$(json out sequence)" = true,1 ] || fail "it began anew"
  [ ! -e list5.job ] || fail "the job is still there"
  diff -r few.list list5 || fail "the list differs, or something is left in it"
  same few.list.pin.json list5.pin.json
done
# If it is killed when the plan is being removed, the job is gone.
mkdir -p list6.job/locks
: >list6.job/.plan.json.wiping
: >list6.job/published
expect 0 "${build[@]}" --out list6 --json few
[ "$(json out resumed)" = false ] || fail "there was nothing to go on with"
diff -r few.list list6

# The list and the job may not lie in each other: what is in the list is published, and what is in the job is removed.
for nested in job job/list; do
  expect 2 "$SELFCHECK" job assemble --job job --secret-key my.key --out "$nested"
  err_has " lies in "
done
expect 2 "$SELFCHECK" job assemble --job job --secret-key my.key --out list4 --pin-out job/pins.json
expect 2 "${build[@]}" --job nested --out nested/list few
[ ! -e nested ] || fail "a job was begun around a list"
mkdir around
mv job around/job
expect 2 "$SELFCHECK" job assemble --job around/job --secret-key my.key --out around
[ "$(ls -A around)" = job ] || fail "a list was begun around a job"
mv around/job job

# A job that is assembled twice makes the same edition. It can't be assembled before it is hashed.
expect 0 "$SELFCHECK" job assemble --job job --secret-key my.key --out list3
diff -r whole list3 || fail "assembled again, it differs"
rm -r "$(dirname "$damaged")"/*
expect 3 "$SELFCHECK" job assemble --job job --secret-key my.key --out list4
err_has "not hashed yet"
[ ! -e list4 ] || fail "something is left of a list"
expect 0 "$SELFCHECK" job wipe --job job
[ ! -e job ] || fail "the job is still there"
