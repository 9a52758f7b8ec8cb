#!/bin/bash
# Builds lists: which files they have, which figures are shown, and what is refused.
. "$(dirname "$0")/lib.sh"

numbers mobile 200 >input
make_key my
build=("$SELFCHECK" build --kind mobile --secret-key my.key)

expect 0 "${build[@]}" --out list "${quick[@]}" "${named[@]}" "${four_buckets[@]}" --json input
[ "$(json out entries)" = 200 ] || fail "entries"
[ "$(json out buckets)" = 4 ] || fail "buckets"
[ "$(json out test)" = true ] || fail "test"
size=$(json out bucket_file_bytes)
[ "$(find list/buckets -name '*.bin' -size "${size}c" | wc -l)" -eq 4 ] || fail "bucket files differ in length"
[ "$(find list -type f | wc -l)" -eq 6 ] || fail "a pointer, a manifest and four buckets"
[ "$(find list -type f ! -name current.minisig -printf '%Ts\n' | sort -u)" = "$(date -d "$published" +%s)" ] ||
  fail "files differ in time"
[ -f list.pin.json ] || fail "no pin"
! grep -rqFf input list list.pin.json || fail "a number is in the list"

# Numbers that come again, or are written in another way, are merged. Bad ones stop the build before any hashing.
{ cat input; sed 's/^/+91 /' input; echo 987; } >doubled
expect 3 "${build[@]}" --out doubled.list "${quick[@]}" "${named[@]}" --rejects rejects doubled
grep -qx '1,401,401,too_short' rejects || fail "the reject"
[ ! -e doubled.list ] || fail "a failed build left something"
expect 0 "${build[@]}" --out doubled.list "${quick[@]}" "${named[@]}" --allow-rejects --json doubled
[ "$(json out entries)" = 200 ] && [ "$(json out duplicates)" = 200 ] || fail "duplicates"
[ "$(json out input rejected_by_reason too_short)" = 1 ] || fail "rejects by reason"

# With too few entries for so many buckets there are fewer buckets, down to one.
expect 0 "${build[@]}" --out fewer "${quick[@]}" "${named[@]}" --bits 8 --k 5 input
out_has "fewer buckets"
expect 0 "${build[@]}" --out one "${quick[@]}" "${named[@]}" --bits 2 --json input
[ "$(json out bits)" = 0 ] || fail "one bucket"

# Weak parameters are allowed only for test lists, and everything that shows such a list says so.
safe=(--title T --publisher P --published "$published")
expect 3 "${build[@]}" --out weak "${safe[@]}" --mem 8 --ops 1 input
err_has "too cheap to open"
expect 3 "${build[@]}" --out weak "${safe[@]}" --p 20 input
err_has "by coincidence"
expect 3 "${build[@]}" --out weak "${safe[@]}" --mem 256 --ops 10 input
expect 2 "${build[@]}" --out weak "${safe[@]}" --mem 512 input
expect 2 "${build[@]}" --out weak "${quick[@]}" "${named[@]}" --p 7 input
expect 2 "${build[@]}" --out weak "${quick[@]}" "${named[@]}" --valid-days 401 input
expect 3 "${build[@]}" --out weak --test --mem 8 --ops 1 "${safe[@]}" --valid-until 2028-01-01T00:00:00Z input
expect 2 "${build[@]}" --out weak --published yesterday "${named[@]}" input
expect 2 "${build[@]}" --out weak "${quick[@]}" "${named[@]}" --nonce ABCD input
expect 2 "${build[@]}" --out weak "${quick[@]}" input
err_has "--title"
expect 3 "${build[@]}" --out weak "${quick[@]}" --publisher P --title "$(printf 'line\nbreak')" input
expect 2 "${build[@]}" --out weak "${quick[@]}" "${named[@]}" --pin-id 'No Spaces' input
expect 2 "${build[@]}" --out weak "${quick[@]}" "${named[@]}" --url 'javascript:alert(1)/' input
expect 2 "${build[@]}" --out weak "${quick[@]}" "${named[@]}" --pin-out weak/pin.json input
[ ! -e weak ] || fail "a refused build left something"

# A real list of ten numbers has the real cost.
head -n 10 input >ten
expect 0 "${build[@]}" --out real "${safe[@]}" ten
out_lacks "TEST"
expect 10 "$SELFCHECK" check --list real --pin real.pin.json --now "$now" <<<"$(head -n 1 ten)"
out_lacks "TEST"

# There may be texts in several languages. A shared group salt has a price, which is said.
cat >texts.json <<'EOF'
{"en": {"title": "Test list", "publisher": "P", "about": "", "link": "https://example.org/"},
 "hi": {"title": "परीक्षण सूची", "publisher": "P", "about": "", "link": ""}}
EOF
expect 0 "${build[@]}" --out many "${quick[@]}" --texts texts.json --group-salt 000102030405060708090a0b0c0d0e0f input
err_has "group salt"
grep -qF "परीक्षण सूची" many/manifest-*.json || fail "texts"

# The seed is made once, and only its owner may read it.
expect 0 "${build[@]}" --out seeded "${quick[@]}" "${named[@]}" --seed seed input
[ "$(stat -c %a seed)" = 600 ] || fail "the seed's mode"
chmod 640 seed
expect 3 "${build[@]}" --out seeded2 "${quick[@]}" "${named[@]}" --seed seed input
err_has "others can read the seed"

# The input may be a pipe, and lists of Aadhaar numbers are built in the same way.
numbers aadhaar 50 >aadhaar
expect 0 sh -c 'cat aadhaar | "$SELFCHECK" "$@"' - build --kind aadhaar --secret-key my.key --out from_pipe "${quick[@]}" "${named[@]}" -
expect 10 "$SELFCHECK" check --list from_pipe --pin from_pipe.pin.json --now "$now" <<<"$(head -n 1 aadhaar)"

# Nothing but the list may lie where the list is uploaded from.
numbers mobile 5 >misplaced
ln -s "$PWD/place/hidden" innocent # this leads there once the list's directory exists
for misplaced in "--seed place/seed" "--rejects place/rejects" "--seed innocent" "--rejects innocent" "--pin-out innocent"; do
  # shellcheck disable=SC2086  # words
  expect 2 "$SELFCHECK" build --kind mobile --secret-key my.key --out place "${quick[@]}" "${named[@]}" $misplaced misplaced
  [ ! -e place ] || fail "a build that failed left its directory: $misplaced"
done
rm innocent
make_list outer misplaced
ln -s outer/secret innocent
for misplaced in "--seed outer/seed" "--rejects outer/buckets/rejects" "--seed innocent" "--pin-out outer/pins.json"; do
  # shellcheck disable=SC2086  # words
  expect 2 "$SELFCHECK" build --kind mobile --secret-key my.key --out place "${quick[@]}" "${named[@]}" $misplaced misplaced
  [ ! -e place ] || fail "a build that failed left its directory: $misplaced"
done
expect 2 "$SELFCHECK" keygen --no-password --secret outer/new.key --public new.pub
[ ! -e outer/new.key ] && [ ! -e outer/secret ] || fail "a secret beside what is published"
ln -s outer linked
expect 2 "$SELFCHECK" build --kind mobile --secret-key my.key --out linked/inner "${quick[@]}" "${named[@]}" misplaced
expect 2 "$SELFCHECK" build --kind mobile --secret-key my.key --out outer/inner "${quick[@]}" "${named[@]}" misplaced

# Pins that share a file never replace each other.
make_list first misplaced --pin-out shared.json --pin-id first
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out second "${quick[@]}" "${named[@]}" \
  --pin-out shared.json --pin-id first misplaced
make_list second misplaced --pin-out shared.json --pin-id second
make_list first misplaced --pin-out shared.json # this is its next edition: its pin is found by the list id
[ "$(json shared.json lists | grep -o '"id"' | wc -l)" = 2 ] || fail "the shared pins"
[ "$(json shared.json lists 0 min_sequence)" = 2 ] || fail "the pin of the next edition"
expect 4 "$SELFCHECK" build --kind mobile --secret-key my.key --out third "${quick[@]}" "${named[@]}" \
  --pin-out nowhere/pins.json misplaced
[ ! -e third/current.minisig ] || fail "published although its pin could not be written"
