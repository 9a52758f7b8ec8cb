#!/bin/bash
# What an edition changes about a list is shown, and what may be a slip needs a flag.
. "$(dirname "$0")/lib.sh"

numbers mobile 100 >all
head -n 3 all >three
head -n 90 all >nine_tenths
head -n 89 all >fewer
make_list list all
cp -a list before
build=("$SELFCHECK" build --kind mobile --secret-key my.key --published "$published")
test_list=(--test --mem 8 --ops 1)
refused() { expect 3 "$@"; diff -r list before || fail "a refused build changed the list"; }

# A list in its place that is no test list, and has fewer people, needs several flags. All of them are named at once, before a hash
# is made.
refused "${build[@]}" --out list three
err_has "a test list -> a real list"
err_has "100 -> 3"
err_has "8 MiB, 1 pass -> 64 MiB, 3 passes"
err_has "if you mean it: --allow-shrink --change-test"
refused "${build[@]}" --out list --allow-shrink three
err_has "if you mean it: --change-test"
refused "${build[@]}" --out list --change-test three
err_has "if you mean it: --allow-shrink"
refused "${build[@]}" --out list "${test_list[@]}" fewer
err_has "--allow-shrink"

# A tenth fewer is taken for a correction, and so is a larger list with other texts.
cp -a list tenth
cp list.pin.json tenth.pin.json
expect 0 "${build[@]}" --out tenth "${test_list[@]}" nine_tenths
err_has "100 -> 90"
expect 0 "${build[@]}" --out tenth "${test_list[@]}" --title "Another title" --publisher "Somebody else" --json all
err_has '"Test list" -> "Another title"'
err_has 'Somebody else'
[ "$(json out changes | grep -o '"name"' | wc -l)" = 3 ] || fail "entries, title and publisher"
[ "$(json out changes 0 name)" = entries ] && [ "$(json out changes 0 from)" = 90 ] && [ "$(json out changes 0 to)" = 100 ] ||
  fail "the changes in JSON"
expect 0 "${build[@]}" --out tenth "${test_list[@]}" all
err_has "nothing but dates"

# The next editions have a hash that is cheaper to try all numbers with, dates that go backwards, and a layout that shares requests
# among fewer people.
expect 0 "${build[@]}" --out tenth --test --mem 16 --ops 1 all
expect 3 "${build[@]}" --out tenth "${test_list[@]}" all
err_has "if you mean it: --allow-cheaper"
expect 0 "${build[@]}" --out tenth "${test_list[@]}" --allow-cheaper all
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out tenth "${test_list[@]}" --published 2026-05-01T00:00:00Z \
  --bits 1 --k 5 --p 16 --group-salt 000102030405060708090a0b0c0d0e0f all
err_has "dated before the present one"
err_has "checks will stop earlier"
err_has "1 bucket, a request shared by 1,100,000,000 numbers -> 2 buckets, a request shared by 550,000,000 numbers"
err_has "16 bits"
expect 0 "${build[@]}" --out tenth "${test_list[@]}" --group-salt 000102030405060708090a0b0c0d0e0f all
err_has "the same again"

# A withdrawn edition may hold anything. To give verdicts again takes a flag, and then it is compared with the edition before the
# withdrawal.
expect 0 "${build[@]}" --out tenth "${test_list[@]}" --withdrawn three
expect 3 "${build[@]}" --out tenth "${test_list[@]}" three
err_has "100 -> 3"
err_has "if you mean it: --allow-shrink --reinstate"
expect 0 "${build[@]}" --out tenth "${test_list[@]}" --reinstate all
expect 0 "$SELFCHECK" verify --list tenth --pin tenth.pin.json --now "$now"

# An old copy of the pointer hides neither a shrink nor a withdrawal, since the manifests of newer editions are there.
numbers mobile 40 >forty
head -n 3 forty >three
edition() { "$SELFCHECK" build --kind mobile --secret-key my.key --out "$1" "${quick[@]}" "${named[@]}" "${@:2}"; }
make_list copied three
cp copied/current.minisig old.minisig
edition copied forty >/dev/null 2>&1 || fail "the second edition"
cp old.minisig copied/current.minisig
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out copied "${quick[@]}" "${named[@]}" three
err_has "--allow-shrink"
make_list taken_back forty
cp taken_back/current.minisig old.minisig
edition taken_back --withdrawn forty >/dev/null 2>&1 || fail "the withdrawal"
cp old.minisig taken_back/current.minisig
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out taken_back "${quick[@]}" "${named[@]}" forty
err_has "--reinstate"
