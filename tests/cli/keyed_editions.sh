#!/bin/bash
# Goes from edition to edition with a key: what changes is shown, a slip is refused, and pins come first.
. "$(dirname "$0")/lib.sh"

numbers mobile 61 >all
head -n 60 all >input
make_key my
deal_key key
mapfile -t with_key < <(keyed_with key)
build=("$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick_keyed[@]}" "${named[@]}" "${four_buckets[@]}")
root_of() { json "$1/$(manifest_of "$1")" root; }
pinned() { json list.pin.json lists 0 evaluators "$@"; }

# A static list becomes keyed. The slow hashes of the first edition serve the second.
expect 0 "${build[@]}" --keep-hashes input
first=list/$(manifest_of list)
expect 3 "${build[@]}" "${with_key[@]}" --job second all
err_has "its pin names none"
expect 0 "$SELFCHECK" pin evaluators list.pin.json --evaluator https://a.example/e/ --evaluator 3=https://c.example/e/
out_has "evaluator 3   https://c.example/e/"
expect 0 "$SELFCHECK" pin show list.pin.json --json
[ "$(json out lists 0 evaluators 1 index)" = 3 ] || fail "the pin's JSON"
expect 2 "$SELFCHECK" pin evaluators list.pin.json --evaluator http://a.example/e/
expect 2 "$SELFCHECK" pin evaluators list.pin.json
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json # nobody is asked about a static list
expect 0 "${build[@]}" "${with_key[@]}" --base list.job --job second --json all
err_has "static: a copy is enough to try all numbers -> keyed, 2 of 3 evaluators"
[ "$(json out known)" = 60 ] && [ "$(json out evaluation threshold)" = 2 ] || fail "hashes of the static list"
[ "$(pinned 1 index)" = 3 ] || fail "the pin's evaluators"
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json
# Those of a keyed edition serve the next one: its job has them in any case.
expect 0 "${build[@]}" "${with_key[@]}" --base second --job third --json input
[ "$(json out known)" = 60 ] || fail "hashes of the keyed list"
# Anybody can tell only that the second is keyed: the two have no value in common.
expect 0 "$SELFCHECK" diff --json "$first" list
grep -qF '"name": "scheme"' out && [ "$(json out comparable)" = false ] || fail "static and keyed"
rm -r list.job second third

# A pin that lacks evaluators can't be used for it, and the publisher is told so.
sed 's/"index": 3/"index": 2/' list.pin.json >pins.json
expect 0 "${build[@]}" "${with_key[@]}" --pin-out pins.json "${evaluators[@]}" input
err_has "the pin names other evaluators"
/usr/bin/python3 -c '
import json
pins = json.load(open("list.pin.json"))
del pins["lists"][0]["evaluators"]
json.dump(pins, open("pins.json", "w"))'
expect 0 "${build[@]}" "${with_key[@]}" --pin-out pins.json "${evaluators[@]}" input
err_has "the pin does not name the list's evaluators yet"

# Another key and fewer evaluators are shown as changes.
deal_key single 1 1
mapfile -t with_single < <(keyed_with single)
cp -a list one
cp list.pin.json one.pin.json
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out one "${quick_keyed[@]}" "${with_single[@]}" input
err_has "names evaluator 3, and the list's key has 1 share"
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out one "${quick_keyed[@]}" "${with_single[@]}" \
  --evaluator https://a.example/e/ input
err_has "keyed, 2 of 3 evaluators -> keyed, 1 of 1 evaluators"
err_has "evaluation_key"

# A static edition after a keyed one needs a flag.
cp -a list static
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out static "${quick_keyed[@]}" input
err_has "if you mean it: --static"
diff -r list static || fail "the list was changed"
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out static "${quick_keyed[@]}" --static input

# A renewed list keeps its key, and is valid no longer than the shares, as far as their end is known.
until=$(json key/share-0.key not_after)
root=$(root_of list)
renew=("$SELFCHECK" renew --list list --secret-key my.key)
expect 0 "${renew[@]}" --json
[ "$(json out valid_until)" = "$until" ] && [ "$(json out evaluation of)" = 3 ] || fail "valid beyond its shares"
expect 3 "${renew[@]}" --valid-until "$(date -u -d '+350 days' +%FT%TZ)"
err_has "--share FILE"
expect 3 "${renew[@]}" --valid-until "$(date -u -d '+350 days' +%FT%TZ)" --share key/share-0.key
expect 3 "${renew[@]}" --share key/share-1.key
expect 0 "${renew[@]}" --valid-days 30
expect 0 "${renew[@]}" --share key/share-0.key --json
[ "$(json out valid_until)" = "$until" ] || fail "valid as long as its shares"

# With the same key, split anew, a list gets other evaluators and keeps its buckets.
expect 0 "$SELFCHECK" deal --again key/share-0.key --threshold 3 --of 5 --until "$(date -u -d '+310 days' +%F)" --out new --no-password
mapfile -t with_new < <(keyed_with new)
expect 2 "${renew[@]}" --evaluation new/evaluation.json
expect 3 "${renew[@]}" --evaluation single/evaluation.json --share single/share-0.key
err_has "another key than the list's"
expect 3 "${renew[@]}" --evaluation new/evaluation.json --share key/share-0.key
err_has "another split"
expect 3 "${renew[@]}" "${with_new[@]}"
err_has "the list needs any 3 of 5 evaluators, and its pin names 2"
canary=$(json "list/$(manifest_of list)" canary)
expect 0 "${renew[@]}" "${with_new[@]}" "${evaluators[@]}"
err_has "shares"
[ "$(root_of list)" = "$root" ] && [ "$(json "list/$(manifest_of list)" canary)" = "$canary" ] || fail "other buckets"
[ "$(json "list/$(manifest_of list)" evaluation)" = "$(json new/evaluation.json)" ] || fail "the new split"
[ "$(json "list/$(manifest_of list)" valid_until)" = "$(json new/share-0.key not_after)" ] || fail "until the new shares end"
[ "$(pinned 2 index)" = 3 ] || fail "the pin's evaluators"
expect 0 "$SELFCHECK" diff list one
out_has "evaluation_key"
out_has "Evaluators need shares of the other key."
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json

# Another site has a pin, too.
expect 0 "$SELFCHECK" pin add elsewhere.json --key my.pub --list list "${evaluators[@]}"
[ "$(json elsewhere.json lists 0 evaluators)" = "$(pinned)" ] || fail "another site's pin"
expect 0 "$SELFCHECK" pin evaluators elsewhere.json --list list "${evaluators[@]}"
cp elsewhere.json before.json
expect 5 "$SELFCHECK" pin evaluators elsewhere.json --list list --evaluator 7=https://g.example/ "${evaluators[@]}"
err_has "the list needs 3 of the numbers 1 to 5"
same elsewhere.json before.json

# A withdrawal hides nothing of that: a copy of the withdrawn edition is opened like any other, and it had the key before.
cp -a list taken
cp list.pin.json taken.pin.json
taken=("$SELFCHECK" build --kind mobile --secret-key my.key --out taken "${quick_keyed[@]}" "${four_buckets[@]}")
expect 3 "${taken[@]}" --withdrawn input
err_has "if you mean it: --static"
expect 0 "${taken[@]}" --withdrawn --static input
expect 3 "${taken[@]}" --reinstate input
err_has "keyed, 3 of 5 evaluators -> static"
err_has "if you mean it: --static"
expect 3 "$SELFCHECK" renew --list taken --secret-key my.key --reinstate
err_has "which gave verdicts last"
expect 0 "${taken[@]}" --reinstate "${with_new[@]}" input
expect 0 "$SELFCHECK" verify --list taken --pin taken.pin.json

# It can be withdrawn at once, and nothing stands in the way. To give verdicts again it needs to know the shares' end.
expect 0 "$SELFCHECK" withdraw --list list --secret-key my.key
expect 2 "${renew[@]}" --reinstate
err_has "--share FILE"
expect 0 "${renew[@]}" --reinstate --share new/share-0.key
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json
