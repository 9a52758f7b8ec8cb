#!/bin/bash
# The present edition is signed again without any number, with other dates, texts or another key, and the same buckets; or nothing
# happens.
. "$(dirname "$0")/lib.sh"

numbers mobile 40 >all
head -n 24 all >input
four_buckets=(--p 16 --k 1 --bits 2)
member=$(head -n 1 input)
stranger=$(tail -n 1 all)
make_list list input "${four_buckets[@]}"
cp -a list first
cp list.pin.json first.pin.json
fresh_copy() { rm -rf copy copy.pin.json; cp -a first copy; cp first.pin.json copy.pin.json; }
undated=("$SELFCHECK" renew --secret-key my.key)
renew=("${undated[@]}" --published "$published")
sound() { expect 0 "$SELFCHECK" verify --list "$1" --pin "$1.pin.json" --now "${2:-$now}"; }
buckets_of() { (cd "$1" && find buckets -printf '%p %y %m %T@ %s\n' | sort && find buckets -type f -exec sha256sum {} + | sort); }

# The same numbers are found, and the same are not. The buckets are the same files, with their times, and the pin is raised.
check_number 10 list "$member"
check_number 11 list "$stranger"
expect 0 "${undated[@]}" --list list --published 2026-06-01T12:00:00Z --valid-days 30 --json
[ "$(json out succeeds)" = 1 ] && [ "$(json out sequence)" = 2 ] || fail "the edition's number"
[ "$(json out valid_until)" = 2026-07-01T12:00:00Z ] && [ "$(json out pin)" = "$work/list.pin.json" ] || fail "what the report says"
[ "$(json out root)" = "$(json "list/$(manifest_of first)" root)" ] && [ "$(json out manifest)" = "$(manifest_of list)" ] || fail "root and manifest"
[ "$(buckets_of list)" = "$(buckets_of first)" ] || fail "the buckets were touched"
[ "$(json list.pin.json lists 0 min_sequence)" = 2 ] || fail "the pin was not raised"
check_number 10 list "$member"
out_has "edition 2"
check_number 11 list "$stranger"
now=2026-07-02T00:00:00Z check_number 12 list "$member"
sound list
out_has "pass  times"
out_has "1 older edition"
/usr/bin/python3 - "first/$(manifest_of first)" "list/$(manifest_of list)" <<'END' || fail "what a renewal changes"
import json, sys
before, after = (json.load(open(name)) for name in sys.argv[1:])
assert {name for name in before if before[name] != after[name]} == {"sequence", "published", "valid_until"}
assert before.keys() == after.keys()
END

# A reader who has opened the edition before, and has the pin from then, goes on with it.
cp -a list meanwhile
cp first.pin.json meanwhile.pin.json
cp first/current.minisig meanwhile/
check_number 10 meanwhile "$member"
check_number 11 meanwhile "$stranger"

# Only texts that are given change. If these are English ones, the other languages stay as they are, which is said.
expect 0 "${renew[@]}" --list list --about "Corrected."
out_has "edition 2, renewed"
err_has "about.en"
[ "$(json "list/$(manifest_of list)" texts en about)" = Corrected. ] && [ "$(json "list/$(manifest_of list)" texts en title)" = "Test list" ] ||
  fail "the texts"
cat >texts.json <<END
{"en": {"title": "New", "publisher": "P", "about": "", "link": ""}, "hi": {"title": "H", "publisher": "P", "about": "", "link": ""}}
END
expect 0 "${renew[@]}" --list list --texts texts.json
err_has 'texts.hi'
expect 0 "${renew[@]}" --list list --title "Newer"
err_has "only the English texts change"
[ "$(json "list/$(manifest_of list)" texts hi title)" = H ] && [ "$(json "list/$(manifest_of list)" texts en title)" = Newer ] ||
  fail "the texts of other languages"
expect 3 "${renew[@]}" --list list --title "two
lines"
sound list
# Every edition is there, and nothing of an earlier run is left.
[ "$(find list -name 'manifest-*' | wc -l)" = 5 ] && [ "$(find list/buckets -mindepth 1 -maxdepth 1 | wc -l)" = 1 ] || fail "the editions"

# It can be built upon, and what was built can be renewed.
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${four_buckets[@]}" --json all
[ "$(json out sequence)" = 6 ] || fail "the built edition"
expect 0 "${renew[@]}" --list list
check_number 10 list "$stranger"
sound list
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${four_buckets[@]}" --prune all
sound list

# An expired list can be renewed, by this machine's clock; a number and a date can be chosen.
fresh_copy
expect 5 "$SELFCHECK" verify --list copy --pin copy.pin.json --now 2028-01-01T00:00:00Z
expect 0 "${undated[@]}" --list copy --published 2027-12-31T00:00:00Z --valid-until 2028-12-31T00:00:00Z --sequence 9
sound copy 2028-01-01T00:00:00Z
out_has "edition 9"
[ "$(json copy.pin.json lists 0 min_sequence)" = 9 ] || fail "the pin of a chosen number"

# The pin beside the list is raised if it is there, or the one that is named. None is made beside a list whose pins are elsewhere.
fresh_copy
mv copy.pin.json pins.json
expect 0 "${renew[@]}" --list copy --json
[ ! -e copy.pin.json ] && [ "$(json out pin)" = None ] || fail "a pin that nobody asked for"
expect 0 "${renew[@]}" --list copy --pin-out pins.json --url https://example.org/copy/
[ "$(json pins.json lists 0 min_sequence)" = 3 ] && [ "$(json pins.json lists 0 url)" = https://example.org/copy/ ] || fail "the named pin"
sed 's/"min_sequence": 3/"min_sequence": 7/' pins.json >later.json
cp -a copy before
expect 3 "${renew[@]}" --list copy --pin-out later.json
err_has "asks for edition 7"
diff -r before copy || fail "a refused renewal changed the list"

# A password is asked for only once, since it is soon needed again.
/usr/bin/python3 "$tests/encrypt_key.py" "correct horse" my.key locked.key
fresh_copy
timeout 300 /usr/bin/python3 "$tests/on_terminal.py" --type "correct horse" "$SELFCHECK" renew --list copy --secret-key locked.key \
  --published "$published" >screen || fail "a key with a password"
[ "$(grep -c "Password of the secret key" screen)" = 1 ] || fail "asked for the password more than once"
sound copy
out_has "edition 2"

# What is refused leaves the list as it was.
fresh_copy
refused() {
  local status=$1
  shift
  rm -rf before; cp -a copy before
  expect "$status" "$@"
  diff -r before copy || fail "a refused renewal changed the list: $*"
  [ "$(find copy -newer before -name '.build-*')" = "" ] || fail "something was left"
}
refused 3 "${renew[@]}" --list copy --valid-until 2027-12-31T00:00:00Z
err_has "400 days"
refused 3 "${renew[@]}" --list copy --sequence 1
err_has "--sequence must be higher"
for option in --mem=64 --ops=3 --kind=aadhaar --bits=1 --p=16 --k=5 --nonce=00 --group-salt=00 --seed=x --list-id=00; do
  refused 2 "${renew[@]}" --list copy "$option"
  err_has "without the numbers"
done
refused 2 "${renew[@]}" --list copy --test
refused 2 "${renew[@]}" --list copy --withdrawn
err_has "selfcheck withdraw"
make_key other
refused 3 "$SELFCHECK" renew --list copy --secret-key other.key
err_has "another key"
refused 3 "$SELFCHECK" renew --list copy --secret-key other.key --previous-key other.pub
refused 2 "${renew[@]}" --list copy --pin-out copy/pins.json
cp -a my.key copy/
refused 2 "$SELFCHECK" renew --list copy --secret-key copy/my.key
rm copy/my.key

# Nothing that is damaged is signed again, whether it has expired or not.
bucket() { find copy/buckets -name 3334.bin; }
damaged() { refused 3 "${renew[@]}" --list copy; err_has "${1:-damaged}"; }
fresh_copy; rm "$(bucket)"; damaged "missing or unreadable, 3334.bin first"
fresh_copy; printf x >>"$(bucket)"; damaged "wrong length"
fresh_copy; damage "$(bucket)" 5; damaged "wrong proof or content"
fresh_copy; "$tests/tampered_list.py" drop-canary copy my.key; damaged "without the canary"
fresh_copy; rm -r copy/buckets; damaged
fresh_copy; printf ' ' >>"copy/$(manifest_of copy)"; damaged
fresh_copy; rm "copy/$(manifest_of copy)"; damaged
fresh_copy; echo nonsense >copy/current.minisig; damaged
fresh_copy; sed -i '4{s/^A/B/;t;s/^./A/}' copy/current.minisig; damaged
fresh_copy; cp input copy/; damaged "other things"

# Here is no list.
fresh_copy; rm copy/current.minisig; refused 3 "${renew[@]}" --list copy; err_has "put that file back"
mkdir empty
expect 3 "${renew[@]}" --list empty
[ -z "$(ls -A empty)" ] || fail "something was made in a directory that is no list"
expect 4 "${renew[@]}" --list nowhere
[ ! -e nowhere ] || fail "a directory was made"
expect 4 "${renew[@]}" --list input
expect 4 "$SELFCHECK" renew --list first --secret-key nowhere.key

# A clock that stands before the present edition's date is refused; a date that is typed is taken.
fresh_copy
expect 0 "${undated[@]}" --list copy --published 2150-01-01T00:00:00Z
err_has "lies in the future"
refused 3 "${undated[@]}" --list copy
err_has "this machine's clock says"
err_has "--published"
expect 0 "${renew[@]}" --list copy
err_has "dated before the present one"
sound copy

# An old copy of the pointer does not bring back what another edition has replaced.
fresh_copy
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out copy "${quick[@]}" "${four_buckets[@]}" all
cp first/current.minisig copy/
refused 3 "${renew[@]}" --list copy --pin-out elsewhere.json
err_has "edition 2, which has other entries"
fresh_copy
expect 0 "$SELFCHECK" withdraw --list copy --secret-key my.key --published "$published"
cp first/current.minisig copy/
refused 3 "${renew[@]}" --list copy --pin-out elsewhere.json
err_has "--reinstate"

# If the machine fails, nothing is written, or nothing is left.
fresh_copy
traced=(env ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null) # LeakSanitizer can't work under strace
refused 4 "${traced[@]}" -P "$work/copy/.build-lock" -e inject=openat:error=EROFS "${renew[@]}" --list copy
err_has "Read-only file system"
refused 4 "${traced[@]}" -P "$work/copy/.build-lock" -e inject=openat:error=EACCES "${renew[@]}" --list copy
err_has "Permission denied"
refused 4 "${traced[@]}" -e trace=fsync -e inject=fsync:error=EIO:when=2 "${renew[@]}" --list copy
long=$(printf 'long %.0s' {1..300})
refused 4 bash -c 'trap "" XFSZ; ulimit -f 1; exec "$@"' - "${renew[@]}" --list copy --about "$long" # a file may have 1 KiB
err_has "File too large"
refused 4 sh -c 'printf "%s %s\n" host 1 >copy/.build-lock; exec 9<>copy/.build-lock; /usr/bin/python3 -c "
import fcntl, os, struct, subprocess, sys
fcntl.fcntl(9, 37, struct.pack(\"hhqqi4x\", fcntl.F_WRLCK, 0, 0, 0, 0))
sys.exit(subprocess.call(sys.argv[1:]))" "$@"; status=$?; rm copy/.build-lock; exit $status' - "${renew[@]}" --list copy
err_has "is writing to"

# Killed at any moment: readers have the old edition or the new one, whole, and the next renewal clears away what is left.
# killed_at CALL N: kills it as it is about to make that system call for the Nth time. False if it makes fewer.
killed_at() {
  local status=0
  { "${traced[@]}" -e trace="$1" -e inject="$1:signal=KILL:when=$2" "${renew[@]}" --list copy --title "Renewed" >out 2>err || status=$?; } 2>/dev/null
  [ "$status" = 0 ] || [ "$status" = 137 ] || fail "exit code $status at $1 number $2"
  [ "$status" != 0 ]
}
old=0 new=0
for call in fsync rename unlink rmdir; do
  for moment in {1..50}; do
    fresh_copy
    killed_at $call "$moment" || break
    check_number 10 copy "$member"
    if grep -qF Renewed out; then new=$((new + 1)); else old=$((old + 1)); fi
    sound copy
    [ "$(buckets_of copy)" = "$(buckets_of first)" ] || fail "a killed renewal touched the buckets"
    expect 0 "${renew[@]}" --list copy --title "Again"
    sound copy
    grep -qE "^pass  other_files" out || fail "not cleared away after $call number $moment"
  done
done
[ "$old" -gt 5 ] && [ "$new" -gt 2 ] || fail "killed $old times before it was published, and $new times after"
