#!/bin/bash
# An existing list gets a new edition, or is left alone.
. "$(dirname "$0")/lib.sh"

numbers mobile 120 >all
head -n 60 all >input
make_list list input "${four_buckets[@]}"
id=$(json list.pin.json lists 0 list_id)
build=("$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}")
member=$(tail -n 1 all)
check_number 11 list "$member"

# The next edition has the same id and texts, and a higher sequence. The old edition's files stay until they are pruned.
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" --json all
[ "$(json out sequence)" = 2 ] && [ "$(json out list_id)" = "$id" ] || fail "sequence and id"
[ "$(json list.pin.json lists 0 min_sequence)" = 2 ] || fail "the pin's sequence"
check_number 10 list "$member"
out_has "Test list"
[ "$(find list -name 'manifest-*' | wc -l)" -eq 2 ] || fail "the old edition is gone"
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json --now "$now"
out_has "1 older edition"
expect 0 "${build[@]}" --prune all
[ "$(find list -name 'manifest-*' | wc -l)" -eq 1 ] || fail "not pruned"
[ "$(find list/buckets -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ] || fail "buckets not pruned"
check_number 10 list "$member"

# The pointer's length differs from edition to edition, and its time is when it was made, so that programs that copy changed files
# by either copy it. minisign accepts it, also where its comment is longest.
make_list pointer input --sequence 255
size_255=$(stat -c %s pointer/current.minisig)
for _ in 256 257; do make_list pointer input; sizes+=("$(stat -c %s pointer/current.minisig)"); done
[ "$size_255" != "${sizes[0]}" ] && [ "${sizes[0]}" != "${sizes[1]}" ] || fail "two editions' pointers have one length"
make_list longest input --sequence 9007199254740735
[ "$(stat -c %s longest/current.minisig)" -le 1000 ] || fail "a long pointer"
expect 0 minisign -V -x longest/current.minisig -m "longest/$(manifest_of longest)" -P "$(tail -n 1 my.pub)"
touch before_the_next
make_list pointer input
[ ! pointer/current.minisig -ot before_the_next ] || fail "the pointer has an old time"
cp -a pointer littered
touch littered/.DS_Store
make_list littered input # files of a file manager stop no build

# What is not a next edition is refused, and changes nothing.
cp -a list before
make_key other
refused() { expect "$@"; diff -r list before || fail "the list was changed"; }
refused 3 "${build[@]}" --sequence 3 all
err_has "sequence"
refused 3 "${build[@]}" --list-id 202122232425262728292a2b2c2d2e2f all
refused 3 "$SELFCHECK" build --kind mobile --secret-key other.key --out list "${quick[@]}" "${named[@]}" all
err_has "another key"
numbers aadhaar 60 >aadhaar
refused 3 "$SELFCHECK" build --kind aadhaar --secret-key my.key --out list "${quick[@]}" "${named[@]}" aadhaar
err_has "kind mobile"
expect 0 "${build[@]}" --sequence 9 all
[ "$(json list.pin.json lists 0 min_sequence)" = 9 ] || fail "a chosen sequence"

# A damaged list is not built upon.
cp -a list damaged
printf x >>"damaged/$(manifest_of damaged)"
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out damaged "${quick[@]}" "${named[@]}" all
err_has "damaged"

# A directory with other things in it is no list's, and is refused.
mkdir other
echo "my files" >other/file
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out other "${quick[@]}" "${named[@]}" all
[ "$(ls -A other)" = file ] || fail "something was written there"
expect 4 "$SELFCHECK" build --kind mobile --secret-key my.key --out all "${quick[@]}" "${named[@]}" all
mkdir empty
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out empty/ "${quick[@]}" "${named[@]}" all
[ -f empty.pin.json ] || fail "no pin beside the directory"

# A file of pins keeps its other lists, and an address that was set.
make_list one all --pin-out pins.json --pin-id one --url https://example.org/one/
make_list two all --pin-out pins.json --pin-id two
make_list one all --pin-out pins.json --pin-id one
[ "$(json pins.json lists 0 url)" = https://example.org/one/ ] || fail "the address"
[ "$(json pins.json lists 0 min_sequence)" = 2 ] && [ "$(json pins.json lists 1 id)" = two ] || fail "the other pin"
expect 2 "$SELFCHECK" check --list one --pin pins.json --now "$now" <<<"$member"
expect 10 "$SELFCHECK" check --list one --pin pins.json --id one --now "$now" <<<"$member"
echo "{}" >no_pins.json
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out three "${quick[@]}" "${named[@]}" --pin-out no_pins.json all
err_has "no pins file"
