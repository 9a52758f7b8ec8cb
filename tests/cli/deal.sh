#!/bin/bash
# Deals a keyed list's key in shares: private files, each under its own password, and all of them or none.
. "$(dirname "$0")/lib.sh"

until=$(date -u -d '+300 days' +%F)
deal() { "$SELFCHECK" deal --threshold 2 --of 3 --until "$until" "$@"; }
export -f deal
export SELFCHECK until
expect_deal() { expect "$1" bash -c 'deal "$@"' deal "${@:2}"; }

umask 000
expect_deal 0 --out key --no-password --json
err_has "no passwords"
for i in 0 1 2 3; do
  [ "$(stat -c %a key/share-$i.key)" = 600 ] || fail "the mode of share $i"
  [ "$(json key/share-$i.key index)" = "$i" ] && [ "$(json key/share-$i.key format)" = selfcheck-share/1 ] || fail "share $i"
  [ "$(json key/share-$i.key commitments)" = "$(json key/evaluation.json commitments)" ] || fail "its commitments"
done
[ "$(stat -c %a key)" = 700 ] || fail "the directory's mode"
[ "$(json key/evaluation.json n)" = 3 ] && [ "$(json out threshold)" = 2 ] || fail "what was dealt"
[ "$(json out not_after)" = "${until}T00:00:00Z" ] && [ "$(json key/share-2.key not_after)" = "${until}T00:00:00Z" ] || fail "its end"
[ "$(json out public_key)" = "$(json key/evaluation.json commitments 0)" ] || fail "the public key"
[ "$(find key -type f | wc -l)" -eq 5 ] || fail "other files"
umask 022

# It says which file goes to whom.
expect_deal 0 --out other --no-password
for what in "any 2 of 3 evaluators" "evaluator 3's" "its file one way, and its password another" "Shares never come back"; do
  out_has "$what"
done
! cmp -s key/evaluation.json other/evaluation.json || fail "one key twice"

# Nothing is overwritten, and nothing half made is left.
cp -a key before
expect_deal 4 --out key --no-password
diff -r key before || fail "changed"
mkdir empty
expect_deal 0 --out empty --no-password
expect_deal 2 --out new
err_has "--no-password"
expect_deal 4 --out no/such/folder --no-password
make_list list <(numbers mobile 50)
expect_deal 2 --out list/key --no-password
[ ! -e new ] && [ ! -e no ] && [ ! -e list/key ] || fail "half a key"

# It refuses what makes no sense, and an end that is past or too far away.
expect 2 "$SELFCHECK" deal --threshold 3 --of 2 --until "$until" --out new --no-password
expect 2 "$SELFCHECK" deal --threshold 0 --of 2 --until "$until" --out new --no-password
expect 2 "$SELFCHECK" deal --threshold 2 --of 8 --until "$until" --out new --no-password
expect 2 "$SELFCHECK" deal --threshold 2 --of 3 --until tomorrow --out new --no-password
err_has "2027-06-30"
expect 3 "$SELFCHECK" deal --threshold 2 --of 3 --until 2020-01-01 --out new --no-password
expect 3 "$SELFCHECK" deal --threshold 2 --of 3 --until "$(date -u -d '+402 days' +%F)" --out new --no-password
err_has "400 days"
[ ! -e new ] || fail "a key that was refused"
expect 0 "$SELFCHECK" deal --threshold 1 --of 1 --until "$(date -u -d '+1 day' +%FT%TZ)" --out one --no-password
out_has "destroy share-1.key here"

# Passwords may come from files: one for each share.
for i in 0 1; do echo "password $i" >"p$i"; done
one=("$SELFCHECK" deal --threshold 1 --of 1 --until "$until")
expect 2 "${one[@]}" --out new --password-file p0
expect 3 "${one[@]}" --out new --password-file p0 --password-file p0
err_has "the same password"
[ ! -e new ] || fail "a key that was refused"
expect 0 "${one[@]}" --out new --password-file p0 --password-file p1
[ "$(json new/share-0.key mem_kib)" = 262144 ] && [ "$(json new/share-0.key ops)" = 4 ] || fail "the passwords' cost"
! grep -qF "password 0" out err new/* || fail "a password is shown"

# The same key is split anew.
expect 3 "${one[@]}" --out again --again new/share-0.key --again-password-file p1 --no-password
err_has "password is wrong"
expect 3 "${one[@]}" --out again --again new/share-1.key --again-password-file p1 --no-password
err_has "share 1"
[ ! -e again ] || fail "a key that was refused"
expect 0 "$SELFCHECK" deal --again new/share-0.key --again-password-file p0 --threshold 2 --of 3 --until "$until" --out again --no-password
[ "$(json again/evaluation.json commitments 0)" = "$(json new/evaluation.json commitments 0)" ] || fail "another key"
expect_deal 0 --again key/share-0.key --out third --no-password
[ "$(json third/evaluation.json commitments 0)" = "$(json key/evaluation.json commitments 0)" ] || fail "another key"
[ "$(json third/evaluation.json commitments 1)" != "$(json key/evaluation.json commitments 1)" ] || fail "the same split"

# On a terminal each password is asked for twice.
/usr/bin/python3 "$tests/on_terminal.py" --type a --type a --type b --type b \
  "${one[@]}" --out typed >screen || fail "on a terminal"
grep -qF "Password for share-0.key, the whole key: " screen && grep -qF "share-1.key, evaluator 1's: " screen || fail "what is asked"
[ -e typed/share-1.key ] || fail "not dealt"
