#!/bin/bash
# An audit finds faults that a check of one number might not meet.
. "$(dirname "$0")/lib.sh"

numbers mobile 120 >input
make_list list input "${four_buckets[@]}"
bucket=$(find list/buckets -name 3334.bin)
copy_of_bucket=copy/${bucket#list/}

# audit STATUS: audits ./copy with the list's pin. status_of NAME: prints the status of one check.
audit() {
  expect "$1" "$SELFCHECK" verify --list copy --pin list.pin.json --now "${at:-$now}" --json
}
status_of() { /usr/bin/python3 -c '
import json, sys
print(*(c["status"] for c in json.load(open("out"))["checks"] if c["name"] == sys.argv[1]))' "$1"; }
has_status() { [ "$(status_of "$1")" = "$2" ] || fail "$1 is $(status_of "$1"), not $2"; }
fresh_copy() { rm -rf copy; cp -a list copy; }

fresh_copy
audit 0
[ "$(json out ok)" = true ] || fail "not ok"
/usr/bin/python3 - "$(tail -n 1 my.pub)" <<'EOF' || fail "the key that has signed, or the list's texts"
import base64, hashlib, json, sys
report = json.load(open("out"))
key = report["key"]
digest = hashlib.sha256(base64.b64decode(sys.argv[1])[10:]).hexdigest()
assert key["public_key"] == sys.argv[1] and key["fingerprint"].replace(" ", "") == digest and len(key["words"].split()) == 8
texts = report["list"]["texts"]["en"]
assert texts["title"] == report["list"]["title"] and set(texts) == {"title", "publisher", "about", "link"}
EOF
for name in pointer manifest freshness limits canary buckets root canary_in_buckets times modes older_editions other_files; do
  has_status "$name" pass
done
expect 0 "$SELFCHECK" verify --list copy --pin list.pin.json --now "$now"
out_has "The list is sound."
grep -qE '^key words:   ([A-Za-z]+ ){7}[A-Za-z]+$' out || fail "no words of the key"
grep -qE '^fingerprint: ([0-9a-f]{4} ){15}[0-9a-f]{4}$' out || fail "no fingerprint of the key"
expect 0 "$SELFCHECK" verify --list copy --key "$(tail -n 1 my.pub)" --now "$now"
expect 0 "$SELFCHECK" verify --list copy --key my.pub --now "$now"
expect 2 "$SELFCHECK" verify --list copy --key nonsense

fresh_copy; damage "$copy_of_bucket" 5
audit 5; has_status buckets fail; has_status root fail
fresh_copy; truncate -s -1 "$copy_of_bucket"; audit 5; has_status buckets fail; has_status root skip
fresh_copy; rm "$copy_of_bucket"; audit 5; has_status buckets fail
fresh_copy; printf ' ' >>"copy/$(manifest_of list)"; audit 5; has_status manifest fail; has_status buckets skip
fresh_copy; rm copy/current.minisig; audit 5; has_status pointer fail
fresh_copy; at=2028-01-01T00:00:00Z audit 5; has_status freshness fail; has_status buckets pass
make_key other
expect 5 "$SELFCHECK" verify --list copy --key other.pub --now "$now"
out_has "fail  pointer"
out_has "NOT sound"

# Some files would be published by mistake.
fresh_copy; cp input copy/; audit 5; has_status other_files fail
fresh_copy; cp my.key "copy/buckets/"; audit 5; has_status other_files fail
fresh_copy; cp "$copy_of_bucket" "$(dirname "$copy_of_bucket")/ppph.bin"; audit 5; has_status other_files fail
fresh_copy; mkdir copy/.build-abcdef; audit 0; has_status other_files warn
fresh_copy; touch "$copy_of_bucket"; audit 0; has_status times warn
fresh_copy; touch copy/current.minisig; audit 0; has_status times pass

# Files that file managers leave should be deleted, but don't change the list. A directory of such a name may hold anything.
fresh_copy; touch copy/.DS_Store copy/buckets/Thumbs.db "$(dirname "$copy_of_bucket")/._3334.bin" copy/desktop.ini
audit 0; has_status other_files warn
out_has "before you upload"
fresh_copy; mkdir copy/.DS_Store; audit 5; has_status other_files fail
# Windows does not tell upper case from lower case.
fresh_copy; touch copy/thumbs.db copy/Desktop.ini; audit 0; has_status other_files warn

# An audit warns in the last month before a list expires, and fails once it has. A withdrawn list is as its publisher wants it, and
# never expires.
fresh_copy; at=2027-05-01T00:00:00Z audit 0; has_status freshness pass
fresh_copy; at=2027-05-03T00:00:00Z audit 0; has_status freshness warn
out_has "next edition"
fresh_copy; at=2027-06-01T00:00:00Z audit 5; has_status freshness fail
make_list withdrawn input --withdrawn
for at in "$now" 2029-01-01T00:00:00Z; do
  expect 0 "$SELFCHECK" verify --list withdrawn --pin withdrawn.pin.json --now "$at"
  out_has "warn  freshness"
  out_has "The list is sound, and WITHDRAWN"
done
expect 0 "$SELFCHECK" verify --list withdrawn --pin withdrawn.pin.json --now "$now" --json
[ "$(json out list withdrawn)" = true ] || fail "withdrawn in JSON"
sed 's/"min_sequence": 1/"min_sequence": 2/' withdrawn.pin.json >later.json
expect 5 "$SELFCHECK" verify --list withdrawn --pin later.json --now "$now"
unset at

# These lists are signed by the publisher, and wrong all the same.
fresh_copy; "$tests/tampered_list.py" drop-canary copy my.key
audit 5; has_status canary_in_buckets fail; has_status root pass
fresh_copy; "$tests/tampered_list.py" wrong-canary-hash copy my.key
audit 5; has_status canary fail
fresh_copy; "$tests/tampered_list.py" set copy my.key entries 19
audit 5; has_status manifest fail

# Older editions are published, too. Nobody has their signatures any more, so everything else has to be right.
sealed() { /usr/bin/python3 -c '
import hashlib, pathlib, sys
old = pathlib.Path(sys.argv[1])
old.rename(old.with_name(f"manifest-{hashlib.blake2b(old.read_bytes(), digest_size=32).hexdigest()}.json"))' "$1"; }
first=$(manifest_of list)
root=$(json "list/$first" root)
cp -a list one # this has the first edition only
make_list list input "${four_buckets[@]}"
older=copy/buckets/$root
zeros=$(printf '0%.0s' {1..64})
fresh_copy; audit 0; has_status older_editions pass; has_status other_files pass
[ "$(json out older_editions)" = "[{\"file\": \"$first\", \"sequence\": 1, \"root\": \"$root\"}]" ] || fail "the older editions in JSON"
[ "$(json out edition file)" = "$(manifest_of list)" ] && [ "$(json out list entries)" = 120 ] || fail "the edition in JSON"
older_fails() {
  audit 5
  has_status older_editions fail
  out_has "$1"
  [ "$(json out older_editions)" = "[]" ] || fail "an older edition that is not sound is called sound"
}
fresh_copy; printf '9876543210\n' >"$older/3333.bin"; older_fails "of the wrong length"
fresh_copy; damage "$older/3333.bin" 5; older_fails "with a wrong proof or content"
fresh_copy; rm "$older/3334.bin"; older_fails "missing"
fresh_copy; rm -r "$older"; older_fails "missing"
fresh_copy; sed -i '1a\  "note": "9876543210",' "copy/$first"; sealed "copy/$first"; older_fails "more than a manifest"
tells_nothing_of 9876543210
fresh_copy; mv "copy/$first" "copy/manifest-$zeros.json"; older_fails "not the hash of what is in it"
fresh_copy; cp "copy/$first" "copy/manifest-$zeros.json"; audit 5; has_status older_editions fail
fresh_copy; printf '9876543210\n' >"copy/$first"; older_fails "not the hash of what is in it"
fresh_copy; printf '9876543210\n' >"copy/$first"; sealed "copy/$first"; older_fails "can't be read"
# There are two editions 1, and nothing says which of them was published.
fresh_copy; sed 's/Test list/Toast list/' "copy/$first" >"copy/manifest-$zeros.json"; sealed "copy/manifest-$zeros.json"
audit 0; has_status older_editions warn; [ "$(json out older_editions)" = "[]" ] || fail "one of two editions 1"
rm -rf copy; cp -a one copy; "$tests/tampered_list.py" drop-canary copy my.key
rm -r "$older"
at=$now expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out copy "${quick[@]}" "${named[@]}" --pin-out copied.json input
audit 5; has_status older_editions fail; out_has "without the canary"

# A file that is no bucket lies in a folder of buckets, of an older edition or of none.
fresh_copy; cp my.key "$older/"; audit 5; has_status other_files fail
fresh_copy; cp input "$older/numbers.txt"; audit 5; has_status other_files fail
fresh_copy; cp "$older/3333.bin" "$older/ppph.bin"; audit 5; has_status other_files fail
fresh_copy; cp -a "$older" "copy/buckets/$zeros"; audit 0; has_status other_files warn
cp input "copy/buckets/$zeros/"; audit 5; has_status other_files fail
fresh_copy; mkdir -p "copy/buckets/$zeros/3333.bin"; audit 5; has_status other_files fail
fresh_copy; cp input "copy/buckets/$zeros"; audit 5; has_status other_files fail
