#!/bin/bash
# Whatever is wrong with a list, a check never says "not found", and its reason says what is wrong.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
make_list list input "${four_buckets[@]}"
member=$(head -n 1 input)
stranger=$(numbers mobile 1 2)
make_key other

# could_not_tell NAME REASON: checks a member and a stranger against ./copy, and expects the same of both.
could_not_tell() {
  for number in "$member" "$stranger"; do
    expect 12 "$SELFCHECK" check --list copy --pin "${pin:-list.pin.json}" --now "${at:-$now}" --json <<<"$number"
    grep -qF '"verdict": "could_not_tell"' out || fail "$1: a verdict"
    grep -qF "\"reason\": \"$2\"" out || fail "$1: another reason than $2"
    grep -qF '"message": "' out || fail "$1: no message"
  done
}
fresh_copy() { rm -rf copy; cp -a list copy; }
# flip FILE OFFSET: changes one bit.
flip() { /usr/bin/python3 - "$@" <<'EOF'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(int(sys.argv[2]))
    byte = f.read(1)[0]
    f.seek(int(sys.argv[2]))
    f.write(bytes([byte ^ 1]))
EOF
}
flip_buckets() { for bucket in copy/buckets/*/*.bin; do flip "$bucket" "$1"; done; }

# The list gives verdicts as it is, so what follows comes from the damage.
fresh_copy
check_number 10 list "$member"
check_number 11 list "$stranger"

# Every byte of the pointer counts, except in its first line.
size=$(stat -c %s list/current.minisig)
start=$(head -n 1 list/current.minisig | wc -c)
for offset in $(seq "$start" 31 $((size - 1))); do
  fresh_copy
  flip copy/current.minisig "$offset"
  expect 12 "$SELFCHECK" check --list copy --pin list.pin.json --now "$now" <<<"$stranger"
  out_has "COULD NOT TELL"
done

fresh_copy; flip "copy/$(manifest_of list)" 200;             could_not_tell "a changed manifest" manifest_mismatch
fresh_copy; truncate -s 500 "copy/$(manifest_of list)";      could_not_tell "a truncated manifest" manifest_mismatch
fresh_copy; rm "copy/$(manifest_of list)";                   could_not_tell "no manifest" file_missing
fresh_copy; truncate -s 100000 "copy/$(manifest_of list)";   could_not_tell "a huge manifest" file_too_large
fresh_copy; rm copy/current.minisig;                         could_not_tell "no pointer" file_missing
fresh_copy; : >copy/current.minisig;                         could_not_tell "an empty pointer" signature_format
fresh_copy; rm copy/current.minisig; mkfifo copy/current.minisig; could_not_tell "a pipe" file_unreadable
fresh_copy; flip_buckets 10;                                 could_not_tell "changed buckets" bucket_proof
fresh_copy; flip_buckets "$(($(stat -c %s list/buckets/*/3333.bin) - 1))"; could_not_tell "changed proofs" bucket_proof
fresh_copy; truncate -s -1 copy/buckets/*/*.bin;             could_not_tell "truncated buckets" bucket_length
fresh_copy; truncate -s +1 copy/buckets/*/*.bin;             could_not_tell "longer buckets" file_too_large
fresh_copy; rm copy/buckets/*/*.bin;                         could_not_tell "no buckets" file_missing
fresh_copy
(cd copy/buckets/* && mv 3333.bin x && mv 3334.bin 3333.bin && mv 3335.bin 3334.bin && mv 3336.bin 3335.bin && mv x 3336.bin)
could_not_tell "buckets in each other's place" bucket_proof
rm -rf copy; mkdir copy;                                     could_not_tell "an empty directory" file_missing
rm -rf copy;                                                 could_not_tell "no directory" file_missing

# These lists have another key, another list id under the same key, and another kind.
fresh_copy
sed "s#$(tail -n 1 my.pub)#$(tail -n 1 other.pub)#" list.pin.json >other_key.json
pin=other_key.json could_not_tell "another key" signature_unknown_key
make_list second input
pin=second.pin.json could_not_tell "another list of the publisher" pinned_list_id
sed 's/"kind": "mobile"/"kind": "aadhaar"/' list.pin.json >other_kind.json
expect 12 "$SELFCHECK" check --list copy --pin other_kind.json --now "$now" --json <<<"$(numbers aadhaar 1)"
[ "$(json out reason)" = pinned_kind ] || fail "another kind"

# Here the time is wrong, the pin asks for another edition, or the list is withdrawn.
at=2027-06-01T00:00:00Z could_not_tell "expired" expired
at=2026-05-31T23:59:59Z could_not_tell "a clock before the list's date" not_yet_published
sed 's/"min_sequence": 1/"min_sequence": 2/' list.pin.json >newer.json
pin=newer.json could_not_tell "an older edition" sequence_too_low
/usr/bin/python3 - <<'EOF'
import json
pins = json.load(open("list.pin.json"))
pins["lists"][0]["manifest"] = "00" * 32
json.dump(pins, open("exact.json", "w"))
EOF
pin=exact.json could_not_tell "another manifest than the pinned" manifest_mismatch
rm -rf copy
make_list copy input --withdrawn
pin=copy.pin.json could_not_tell "withdrawn" withdrawn

# These lists were built wrongly, but have the publisher's signature.
rm -rf copy; cp -a list copy
"$tests/tampered_list.py" drop-canary copy my.key
could_not_tell "buckets without the canary" canary_missing
rm -rf copy; cp -a list copy
"$tests/tampered_list.py" wrong-canary-hash copy my.key
could_not_tell "a canary with another hash" canary_hash
rm -rf copy; cp -a list copy
"$tests/tampered_list.py" set copy my.key format '"selfcheck-list/2"'
could_not_tell "another version" unsupported_format
rm -rf copy; cp -a list copy
"$tests/tampered_list.py" set copy my.key crit '["something-new"]'
could_not_tell "something critical that is new" unsupported_critical
rm -rf copy; cp -a list copy
"$tests/tampered_list.py" set copy my.key mem_kib 262145
could_not_tell "more memory than allowed" limits
rm -rf copy; cp -a list copy
"$tests/tampered_list.py" set copy my.key bits 17
could_not_tell "too many buckets" anonymity_floor
