#!/bin/bash
# Tries `selfcheck pin`, and pins that several programs change at the same time.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
make_list list input
make_list two input --pin-out pins.json --pin-id two
make_key other
old=$(tail -n 1 my.pub)
new=$(tail -n 1 other.pub)
cp list.pin.json one.json
pin=("$SELFCHECK" pin)
refused() { cp one.json before.json; expect "$@"; same one.json before.json; }

# `show`
expect 0 "${pin[@]}" show one.json
out_has "$old"
out_has "edition 1"
expect 0 "${pin[@]}" show one.json --json
[ "$(json out lists 0 keys 0)" = "$old" ] || fail "the keys in JSON"
expect 4 "${pin[@]}" show nothing.json

# A key that was mistyped is told where it is read, and in which list. These are no key: a point of small order, and a key with one
# letter changed.
small_order=RWQf6LRCGA9i5wEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
for wrong in "$small_order" RWRRCDdNwPd0hb6kki/LrsFgxGeH/7kMRUKUmYULVDYbAY4eeuVkfB1y; do
  refused 3 "${pin[@]}" add-key one.json --key "$wrong"
  err_has "mistyped"
  printf 'untrusted comment: a key\n%s\n' "$wrong" >wrong.pub
  refused 3 "${pin[@]}" add-key one.json --key wrong.pub
  err_has "mistyped"
  /usr/bin/python3 -c '
import json, sys
document = json.load(open("one.json"))
document["lists"].append({**document["lists"][0], "id": "another", "keys": [*document["lists"][0]["keys"], sys.argv[1]]})
json.dump(document, open("bad.json", "w"))' "$wrong"
  expect 3 "${pin[@]}" show bad.json
  err_has "list 2 of the pins file: the key is none that minisign makes"
  expect 3 "${pin[@]}" add-key bad.json --id mobile --key "$new"
  expect 3 sh -c 'echo 1 | "$SELFCHECK" "$@"' - check --list list --pin bad.json --id mobile --now "$now"
  err_has "list 2 of the pins file"
done
expect 3 "${pin[@]}" show input

# `add-key`, and `remove-key`, which never removes the last key, or the one that the uploaded list needs.
expect 0 "${pin[@]}" add-key one.json --key other.pub
expect 0 "${pin[@]}" add-key one.json --key "$new" # the key is there already
[ "$(json one.json lists 0 keys)" = "[\"$old\", \"$new\"]" ] || fail "the added key"
refused 2 "${pin[@]}" remove-key one.json --key my.pub
err_has "--list DIR"
refused 5 "${pin[@]}" remove-key one.json --key my.pub --list list --now "$now"
err_has "not trusted"
expect 0 "${pin[@]}" remove-key one.json --key other.pub --list list --now "$now"
refused 3 "${pin[@]}" remove-key one.json --key my.pub --unchecked
err_has "only key"
refused 3 "${pin[@]}" remove-key one.json --key other.pub --unchecked
expect 0 "${pin[@]}" add-key one.json --key other.pub
expect 0 "${pin[@]}" remove-key one.json --key my.pub --unchecked # for a key that was stolen
cp list.pin.json one.json
for n in 1 2 3 4 5 6 7; do make_key "k$n"; expect 0 "${pin[@]}" add-key one.json --key "k$n.pub"; done
refused 3 "${pin[@]}" add-key one.json --key other.pub
err_has "1 to 8 keys"
cp list.pin.json one.json

# `raise` goes to the edition of a sound list, and never down.
cp -a list first
make_list list input # edition 2
refused 5 "${pin[@]}" raise one.json --list two --now "$now"
cp -a list damaged
truncate -s -1 damaged/buckets/*/*.bin
refused 5 "${pin[@]}" raise one.json --list damaged --now "$now"
err_has "buckets"
expect 0 "${pin[@]}" raise one.json --list list --now "$now"
[ "$(json one.json lists 0 min_sequence)" = 2 ] || fail "not raised"
refused 5 "${pin[@]}" raise one.json --list first --now "$now"

# `add` and `remove`, with several pins in a file.
refused 3 "${pin[@]}" add one.json --list list --key my.pub --id another --now "$now"
expect 0 "${pin[@]}" add pins.json --list list --key my.pub --id one --url https://example.org/one/ --now "$now"
[ "$(json pins.json lists 1 url)" = https://example.org/one/ ] || fail "the added pin"
check_number 10 list "$(head -n 1 input)"
expect 5 "${pin[@]}" add fresh.json --list list --key other.pub --now "$now"
expect 2 "${pin[@]}" add fresh.json --list list --key my.pub --id 'No Spaces' --now "$now"
[ ! -e fresh.json ] || fail "a pin of a list that could not be verified"
expect 0 "${pin[@]}" add fresh.json --list list --key my.pub --now "$now"
expect 2 "${pin[@]}" remove pins.json
expect 0 "${pin[@]}" remove pins.json --id one
[ "$(json pins.json lists | grep -o '"id"' | wc -l)" = 1 ] || fail "not removed"
expect 3 "${pin[@]}" remove pins.json --id two

# An error about a byte order mark says so, in all files that an editor may have put one into.
printf '\xef\xbb\xbf' | cat - pins.json >marked.json
for command in "pin show marked.json" "verify --list two --pin marked.json"; do
  # shellcheck disable=SC2086  # words
  expect 3 "$SELFCHECK" $command
  err_has "byte order mark"
done
iconv -t UTF-16 pins.json >wide.json
expect 3 "${pin[@]}" show wide.json
err_has "byte order mark"
printf '\xef\xbb\xbf{"en": {"title": "T", "publisher": "P", "about": "", "link": ""}}' >texts.json
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out three "${quick[@]}" --texts texts.json input
err_has "byte order mark"

# Two builds share a file of pins, and it is edited meanwhile: none of it is lost. The first build is held while it hashes.
rm pins.json
numbers mobile 1000 >many
"$SELFCHECK" build --kind mobile --secret-key my.key --out slow "${quick[@]}" "${named[@]}" --pin-out pins.json --pin-id slow many \
  >out_of_slow 2>&1 </dev/null &
slow=$!
while kill -0 "$slow" && ! compgen -G 'slow/.build-??????' >/dev/null; do sleep 0.02; done
kill -STOP "$slow"
make_list quick input --pin-out pins.json --pin-id quick
expect 0 "${pin[@]}" add-key pins.json --id quick --key other.pub
kill -CONT "$slow"
wait "$slow" || fail "the held build"
[ "$(json pins.json lists 0 id) $(json pins.json lists 1 id)" = "quick slow" ] || fail "a pin is lost"
[ "$(json pins.json lists 0 keys)" = "[\"$old\", \"$new\"]" ] || fail "an edit is lost"

# Ten builds run at once.
for n in 0 1 2 3 4 5 6 7 8 9; do
  "${pin[@]}" add together.json --list list --key my.pub --now "$now" --id "n$n" >/dev/null 2>&1 &
done
wait
# All of them pin the same list, so one was first, and the others saw its pin.
[ "$(json together.json lists | grep -o '"id"' | wc -l)" = 1 ] || fail "two that did not see each other's pin"
[ -z "$(find . -maxdepth 1 -name '.*.lock')" ] || fail "a lock was left"
