#!/bin/bash
# An audit finds what a check of one number might not meet.
. "$(dirname "$0")/lib.sh"

numbers mobile 120 >input
make_list list input "${four_buckets[@]}"
bucket=$(find list/buckets -name 3334.bin)
copy_of_bucket=copy/${bucket#list/}

# audit STATUS: of ./copy, by the list's pin. status_of NAME: of one check.
audit() {
  expect "$1" "$SELFCHECK" verify --list copy --pin list.pin.json --now "${at:-$now}" --json
}
status_of() { python3 -c '
import json, sys
print(*(c["status"] for c in json.load(open("out"))["checks"] if c["name"] == sys.argv[1]))' "$1"; }
has_status() { [ "$(status_of "$1")" = "$2" ] || fail "$1 is $(status_of "$1"), not $2"; }
fresh_copy() { rm -rf copy; cp -a list copy; }

fresh_copy
audit 0
[ "$(json out ok)" = true ] || fail "not ok"
for name in pointer manifest freshness limits canary buckets root canary_in_buckets times modes other_files; do
  has_status "$name" pass
done
expect 0 "$SELFCHECK" verify --list copy --pin list.pin.json --now "$now"
out_has "The list is sound."
expect 0 "$SELFCHECK" verify --list copy --key "$(tail -n 1 my.pub)" --now "$now"
expect 0 "$SELFCHECK" verify --list copy --key my.pub --now "$now"
expect 2 "$SELFCHECK" verify --list copy --key nonsense

fresh_copy; printf x | dd of="$copy_of_bucket" conv=notrunc bs=1 seek=5 status=none
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

# Files that would be published by mistake.
fresh_copy; cp input copy/; audit 5; has_status other_files fail
fresh_copy; cp my.key "copy/buckets/"; audit 5; has_status other_files fail
fresh_copy; cp "$copy_of_bucket" "$(dirname "$copy_of_bucket")/ppph.bin"; audit 5; has_status other_files fail
fresh_copy; mkdir copy/.build-abcdef; audit 0; has_status other_files warn
fresh_copy; touch "$copy_of_bucket"; audit 0; has_status times warn
fresh_copy; touch copy/current.minisig; audit 0; has_status times pass

# What file managers leave: to be deleted, but the list is what it was. A directory of such a name may hold anything.
fresh_copy; touch copy/.DS_Store copy/buckets/Thumbs.db "$(dirname "$copy_of_bucket")/._3334.bin" copy/desktop.ini
audit 0; has_status other_files warn
out_has "before you upload"
fresh_copy; mkdir copy/.DS_Store; audit 5; has_status other_files fail

# A month before it expires; withdrawn, which is what the publisher wants, and stays so; expired, which nobody wants.
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

# Signed by the publisher, and wrong all the same.
fresh_copy; "$tests/tampered_list.py" drop-canary copy my.key
audit 5; has_status canary_in_buckets fail; has_status root pass
fresh_copy; "$tests/tampered_list.py" wrong-canary-hash copy my.key
audit 5; has_status canary fail
fresh_copy; "$tests/tampered_list.py" set copy my.key entries 19
audit 5; has_status manifest fail
