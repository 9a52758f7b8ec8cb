#!/bin/bash
# A list that has lost its pointer is not silently replaced by a new one. What a killed build has left is told apart from older
# editions, and cleared away.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
make_list list input
build=("$SELFCHECK" build --kind mobile --secret-key my.key "${quick[@]}" "${named[@]}")
id=$(json list.pin.json lists 0 list_id)
first=$(manifest_of list)
make_list list input # edition 2
second=$(manifest_of list)
fresh_copy() { rm -rf copy; cp -a list copy; cp list.pin.json copy.pin.json; }
verified() {
  expect 0 "$SELFCHECK" verify --list copy --pin "${1:-list.pin.json}" --now "$now"
  grep -qE "^$2  other_files" out || fail "other_files is not a $2"
}
removes_unpublished() {
  expect 0 "${build[@]}" --out copy --json input
  [ ! -e "copy/$1" ] || fail "$1 is still there"
  verified copy.pin.json pass
}

# There is no pointer, but there are manifests.
fresh_copy
rm copy/current.minisig
cp -a copy before
expect 3 "${build[@]}" --out copy input
err_has "2 manifests"
err_has "edition 1 of list $id"
err_has "put current.minisig back"
err_has "--new-list"
diff -r copy before || fail "a refused build changed the list"
same copy.pin.json list.pin.json
expect 0 "${build[@]}" --out copy --new-list input
err_has "a new list begins"
[ "$(json copy.pin.json lists 0 list_id)" != "$id" ] && [ "$(json copy.pin.json lists 0 min_sequence)" = 1 ] || fail "the new pin"
verified copy.pin.json warn
out_has "of another list"

# The flag means nothing where there is a list.
expect 2 "${build[@]}" --out list --new-list input

# The whole directory is gone, but the pin says which list it was.
fresh_copy
rm -r copy
expect 3 "${build[@]}" --out copy input
err_has "$id"
[ ! -e copy ] || fail "a refused build left its directory"
expect 3 "${build[@]}" --out copy --list-id "$id" input
err_has "--sequence 3"
expect 0 "${build[@]}" --out copy --list-id "$id" --sequence 3 input
[ "$(json copy.pin.json lists 0 min_sequence)" = 3 ] || fail "the pin of the list that went on"

# A build was killed before its first publication: the pointer is still where the build made it.
rm -rf copy copy.pin.json
make_list copy input
never=$(manifest_of copy)
mkdir copy/.build-abcdef
mv copy/current.minisig copy/.build-abcdef/pointer
rm copy.pin.json
expect 0 "${build[@]}" --out copy input
[ ! -e "copy/$never" ] || fail "the manifest of a killed build is still there"
[ "$(find copy/buckets -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ] || fail "the buckets of a killed build are still there"

# A build was killed before it published edition 2. Its pointer is still there, or somebody has tidied it away.
fresh_copy
mkdir copy/.build-abcdef
mv copy/current.minisig copy/.build-abcdef/pointer
minisign -S -s my.key -m "copy/$first" -x copy/current.minisig -t "selfcheck-list/1 $first" >/dev/null
sed 's/"min_sequence": 2/"min_sequence": 1/' list.pin.json >copy.pin.json
cp -a copy killed
verified copy.pin.json warn
out_has "1 edition was never published"
removes_unpublished "$second"
[ "$(json out sequence 2>/dev/null || json copy.pin.json lists 0 min_sequence)" = 2 ] || fail "the number of an unpublished edition is free"
rm -rf copy; cp -a killed copy; rm -r copy/.build-abcdef
sed 's/"min_sequence": 2/"min_sequence": 1/' list.pin.json >copy.pin.json
verified copy.pin.json warn
out_has "not older"
expect 0 "${build[@]}" --out copy --json input
[ "$(json out sequence)" = 3 ] || fail "a number that may have been published is used again"
[ "$(json out unpublished_removed)" = 0 ] || fail "it may have been published, and readers may be in the middle of a check"
verified copy.pin.json pass
out_has "2 older editions"

# The list is an old copy, and the pin knows of a later edition.
rm -rf copy; cp -a killed copy
rm -r copy/.build-abcdef "copy/$second"
cp list.pin.json copy.pin.json
expect 3 "${build[@]}" --out copy input # this would be edition 2 again
err_has "asks for edition 2"
err_has "--sequence 3"
sed 's/"min_sequence": 2/"min_sequence": 7/' list.pin.json >copy.pin.json
expect 3 "${build[@]}" --out copy input
err_has "asks for edition 7"
err_has "--sequence 8"

# There are buckets without a manifest. They may be a newer edition's, so that the build which removes them says so.
fresh_copy
stray=buckets/$(printf '0%.0s' {1..64})
cp -a "$(find copy/buckets -mindepth 1 -maxdepth 1 | head -n 1)" "copy/$stray"
verified list.pin.json warn
out_has "bucket directory belongs to no edition"
expect 0 "${build[@]}" --out copy input
err_has "buckets that no manifest names are removed"
[ ! -e "copy/$stray" ] || fail "they are still there"
verified copy.pin.json pass

# Older editions are not cleared away.
fresh_copy
verified list.pin.json pass
out_has "1 older edition"
