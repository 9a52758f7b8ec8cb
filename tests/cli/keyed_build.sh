#!/bin/bash
# Builds a keyed list, in one go or in stages, with the right key or not at all.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
make_key my
deal_key key
deal_key other
mapfile -t with_key < <(keyed_with key)
prepare=(--kind mobile "${quick_keyed[@]}" "${named[@]}" "${four_buckets[@]}")
build=("$SELFCHECK" build --secret-key my.key "${prepare[@]}")

expect 0 "${build[@]}" --out list "${with_key[@]}" "${evaluators[@]}" input
out_has "any 2 of 3 evaluators"
out_has "verify --ask"
err_has "when the shares of its key end"
manifest=list/$(manifest_of list)
[ "$(json "$manifest" scheme)" = voprf-argon2id ] || fail "the scheme"
[ "$(json "$manifest" evaluation)" = "$(json key/evaluation.json)" ] || fail "its key"
[ "$(json "$manifest" valid_until)" = "$(json key/share-0.key not_after)" ] || fail "valid beyond its shares"
[ "$(json list.pin.json lists 0 evaluators 2)" = '{"index": 3, "url": "https://c.example/e/"}' ] || fail "the pin's evaluators"
[ ! -e list.job ] || fail "the job was kept"
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json

# The default cost is that of keyed lists, and options change it.
cost_of() { /usr/bin/python3 -c 'import json, sys; m = json.load(open(sys.argv[1]))["manifest"]; print(m["mem_kib"], m["ops"])' "$1/plan.json"; }
job() { "$SELFCHECK" job prepare --job "$1" --kind mobile --test "${named[@]}" "${@:2}" input >out 2>err || fail "prepare $1"; }
job costs_default --evaluation key/evaluation.json
[ "$(cost_of costs_default)" = "32768 2" ] || fail "the default cost"
job costs_given --evaluation key/evaluation.json --ops 3
[ "$(cost_of costs_given)" = "32768 3" ] || fail "a cost that was given"

# In stages, only the last one has the key. Results hold slow hashes alone, and the list is the same.
salts=(--nonce 000102030405060708090a0b0c0d0e0f --group-salt 101112131415161718191a1b1c1d1e1f
  --list-id 202122232425262728292a2b2c2d2e2f --seed seed)
expect 0 "${build[@]}" --out whole "${with_key[@]}" "${evaluators[@]}" "${salts[@]}" input
expect 0 "$SELFCHECK" job prepare --job job "${prepare[@]}" "${salts[@]}" --evaluation key/evaluation.json input
expect 0 "$SELFCHECK" job export --job job --shard 0/1 --to work
expect 0 "$SELFCHECK" job import work --job far
expect 0 "$SELFCHECK" job hash --job far
expect 0 "$SELFCHECK" job export --job far --shard 0/1 --results --to results
err_has "as sensitive as the numbers"
expect 0 "$SELFCHECK" job import results --job job
expect 0 "$SELFCHECK" job status --job job --json
[ "$(json out done)" = "$(json out chunks)" ] || fail "not hashed"
assemble=("$SELFCHECK" job assemble --job job --secret-key my.key --out staged)
expect 2 "${assemble[@]}" "${evaluators[@]}"
err_has "--share"
expect 0 "${assemble[@]}" --share key/share-0.key "${evaluators[@]}"
root_of() { json "$1/$(manifest_of "$1")" root; }
[ "$(root_of staged)" = "$(root_of whole)" ] || fail "other buckets than in one go"
# With another key every value is different, although numbers and salts are the same.
mapfile -t with_other < <(keyed_with other)
expect 0 "${build[@]}" --out else "${with_other[@]}" "${evaluators[@]}" "${salts[@]}" input
[ "$(root_of else)" != "$(root_of whole)" ] || fail "the key does not matter"

# Wrong keys are found before anything is hashed, and leave nothing.
refused() {
  expect "$@"
  [ ! -e refused ] && [ ! -e refused.job ] || fail "something was left"
}
refused 2 "${build[@]}" --out refused --evaluation key/evaluation.json "${evaluators[@]}" input
err_has "--share"
refused 2 "${build[@]}" --out refused --share key/share-0.key input
err_has "--evaluation"
refused 3 "${build[@]}" --out refused --evaluation key/evaluation.json --share key/share-1.key "${evaluators[@]}" input
err_has "evaluator 1's share"
refused 3 "${build[@]}" --out refused --evaluation key/evaluation.json --share other/share-0.key "${evaluators[@]}" input
err_has "another key"
sed 's/"n": 3/"n": 4/' key/share-0.key >changed.key
refused 3 "${build[@]}" --out refused --evaluation key/evaluation.json --share changed.key "${evaluators[@]}" input
refused 3 "${build[@]}" --out refused --evaluation my.pub --share key/share-0.key "${evaluators[@]}" input
refused 3 "${build[@]}" --out refused "${with_key[@]}" input
err_has "its pin names none"
refused 3 "${build[@]}" --out refused "${with_key[@]}" --evaluator https://a.example/e/ input
err_has "its pin names 1"
refused 3 "${build[@]}" --out refused "${with_key[@]}" "${evaluators[@]}" --evaluator https://d.example/e/ input
err_has "evaluator 4"
for url in http://a.example/e/ https://a.example/e 'https://a.example/e/?q=/' https://b.example/e/; do
  refused 2 "${build[@]}" --out refused "${with_key[@]}" --evaluator "$url" --evaluator https://b.example/e/ input
  err_has "a pin's evaluators"
done
refused 3 "${build[@]}" --out refused "${with_key[@]}" "${evaluators[@]}" --valid-until "$(date -u -d '+350 days' +%FT%TZ)" input
err_has "the shares of the list's key end"
refused 3 "${build[@]}" --out refused "${with_key[@]}" "${evaluators[@]}" --published "$(date -u -d '+301 days' +%FT%TZ)" input
cp key/share-0.key list/
refused 2 "${build[@]}" --out refused --evaluation key/evaluation.json --share list/share-0.key "${evaluators[@]}" input
err_has "--share lies in a list's directory"
rm list/share-0.key
# Two of three are enough, whichever they are.
expect 0 "${build[@]}" --out two "${with_key[@]}" --evaluator 1=https://a.example/e/ --evaluator 3=https://c.example/e/ input
[ "$(json two.pin.json lists 0 evaluators 1 index)" = 3 ] || fail "a numbered evaluator"

# The share's password is asked for like the signing key's.
echo secret >password
"$SELFCHECK" deal --threshold 1 --of 1 --until "$(date -u -d '+300 days' +%F)" --out locked \
  --password-file password --password-file <(echo another) >/dev/null
mapfile -t with_locked < <(keyed_with locked)
locked=("${build[@]}" --out locked_list "${with_locked[@]}" --evaluator https://a.example/e/ input)
refused 2 "${locked[@]}"
err_has "--share-password-file"
echo wrong >wrong
refused 3 "${locked[@]}" --share-password-file wrong
err_has "password is wrong"
expect 0 "${locked[@]}" --share-password-file password
! grep -qF secret out err || fail "the password is shown"
expect 0 "$SELFCHECK" verify --list locked_list --pin locked_list.pin.json
