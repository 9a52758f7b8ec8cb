#!/bin/bash
# Shows how two editions differ in what everybody can see.
. "$(dirname "$0")/lib.sh"

numbers mobile 25 >all
head -n 24 all >input
four_buckets=(--p 16 --k 1 --bits 2)
salt=000102030405060708090a0b0c0d0e0f
again=(--seed seed --nonce "$salt" --group-salt "$salt")
make_list list input "${four_buckets[@]}" "${again[@]}"
cp -a list first
first=first/$(manifest_of first)
difference() {
  /usr/bin/python3 -c '
import json, sys
print(*[d[sys.argv[2]] for d in json.load(open("out"))["differences"] if d["name"] == sys.argv[1]])' "$1" "${2:-to}"
}
names() { /usr/bin/python3 -c 'import json; print(*[d["name"] for d in json.load(open("out"))["differences"]])'; }

# An edition does not differ from itself.
expect 0 "$SELFCHECK" diff list first
out_has "the same edition"
expect 0 "$SELFCHECK" diff list "$first" --json
[ -z "$(names)" ] && [ "$(json out same_buckets)" = true ] && [ "$(json out compared buckets_differ)" = 0 ] || fail "one edition differs from itself"

# A renewed list has other dates and another sequence, and nothing else. Editions are named by directory, or by manifest files in
# one directory.
expect 0 "$SELFCHECK" renew --list list --secret-key my.key --published 2026-06-01T12:00:00Z
second=list/$(manifest_of list)
expect 0 "$SELFCHECK" diff first list --json
[ "$(names)" = "sequence published valid_until" ] || fail "a renewal differs in: $(names)"
[ "$(difference sequence from)" = 1 ] && [ "$(difference published)" = 2026-06-01T12:00:00Z ] || fail "from and to"
[ -n "$(difference valid_until meaning)" ] || fail "no meaning"
[ "$(json out old key)" = "$(tail -n 1 my.pub | cut -c -13)" ] && [ "$(json out new sequence)" = 2 ] || fail "the editions"
cp out by_directory
expect 0 "$SELFCHECK" diff "list/${first#first/}" "$second" --json
[ "$(names)" = "sequence published valid_until" ] || fail "by manifests"
[ "$(json out old key)" = None ] || fail "a pointer that is of another edition"
expect 0 "$SELFCHECK" diff first list
out_has "same, byte for byte"
out_has "sequence        1 -> 2"
! grep -q warning err || fail "a renewal is no reason to warn"
expect 0 "$SELFCHECK" diff "$second" "$first"
out_has "The second is the earlier edition"

# Here the key and the texts are others, and the list is withdrawn.
make_key new
cp -a list rotated
expect 0 "$SELFCHECK" withdraw --list rotated --secret-key new.key --previous-key my.pub --published 2026-06-01T12:00:00Z --about "Gone." --pin-out new.json
expect 0 "$SELFCHECK" diff list rotated --json
[ "$(names)" = "sequence valid_until withdrawn about.en key" ] || fail "a withdrawal differs in: $(names)"
[ "$(difference withdrawn)" = withdrawn ] || fail "withdrawn"
[ "$(difference key)" = "$(tail -n 1 new.pub | cut -c -13)..." ] || fail "the key"

# Who has two editions with other entries under the same salt and nonce can compare them. One number more is one value more, in
# place of a dummy.
make_list compared all "${four_buckets[@]}" "${again[@]}" --list-id "$(json "$first" list_id)" --sequence 2
expect 0 "$SELFCHECK" diff first compared --json
err_has "compare them entry by entry"
[ "$(json out comparable)" = true ] && [ "$(json out same_buckets)" = false ] || fail "comparable"
/usr/bin/python3 - <<'END' || fail "what differs"
import json
compared = json.load(open("out"))["compared"]
assert compared["buckets"] == 4, compared
# The layout may have one value more in each bucket: then every bucket has one dummy more.
assert 1 <= compared["buckets_differ"] <= 4 and compared["values_only_in_new"] >= 1, compared
END
difference entries | grep -qx 25 || fail "entries"
expect 0 "$SELFCHECK" diff first compared
out_has "buckets differ"
rm compared/buckets/*/3334.bin
expect 0 "$SELFCHECK" diff first compared --json
[ "$(json out compared)" = None ] && [[ "$(json out not_compared)" == *verify* ]] || fail "a bucket that is missing"

# Another build has a fresh nonce and salt, and shares nothing. If it has the same salt, the cost of opening both is paid once.
make_list fresh input "${four_buckets[@]}" --list-id "$(json "$first" list_id)" --sequence 2
expect 0 "$SELFCHECK" diff first fresh
out_has "Their values are unrelated"
make_list salted input "${four_buckets[@]}" --list-id "$(json "$first" list_id)" --sequence 2 --group-salt "$salt"
expect 0 "$SELFCHECK" diff first salted --json
[ "$(json out same_group_salt)" = true ] && [ "$(json out comparable)" = false ] || fail "the salt alone"

# The next list has another layout and cost, and another list id.
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out other --test --mem 16 --ops 2 --k 7 "${named[@]}" --published "$published" input
expect 0 "$SELFCHECK" diff first other --json
for name in list_id hash buckets p bucket_values k group_salt nonce root; do
  [ -n "$(difference $name)" ] && [ -n "$(difference $name meaning)" ] || fail "it does not say that $name differs, and what that means"
done
[ "$(json out same_list)" = false ] || fail "two lists"

# Some things can't be compared.
expect 4 "$SELFCHECK" diff list nowhere
mkdir empty
expect 3 "$SELFCHECK" diff list empty
err_has "no current.minisig"
expect 3 "$SELFCHECK" diff list input
tells_nothing_of "$(head -n 1 input)"
expect 2 "$SELFCHECK" diff list
printf ' ' >>"$second"
expect 3 "$SELFCHECK" diff first list
err_has "not the hash"
echo nonsense >list/current.minisig
expect 3 "$SELFCHECK" diff first list
