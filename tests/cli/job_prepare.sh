#!/bin/bash
# Tries what prepare makes, what it refuses and what it leaves behind, and the next edition from a job that kept its hashes.
. "$(dirname "$0")/lib.sh"

numbers mobile 80 >n
head -n 50 n >first
(tail -n 40 n; head -n 5 n) >second
prepare=("$SELFCHECK" job prepare --kind mobile "${quick[@]}" "${named[@]}" "${four_buckets[@]}")

# There are several files, and a number is in two of them.
expect 0 "${prepare[@]}" --job job --json first second
[ "$(json out entries)" = 80 ] || fail "not every number is there once"
[ "$(json out duplicates)" = 15 ] || fail "duplicates across files"
[ -z "$(find job -type d ! -perm 700)$(find job -type f ! -perm 600)" ] || fail "others can read the job"
[ -z "$(find job -name '.*')$(ls -A job/locks)" ] || fail "something is left"
! grep -qrF "$(head -n 1 n)" job || fail "a number lies there as text"

# A job is prepared once. Other files in the directory are never removed.
cp -a job before
expect 3 "${prepare[@]}" --job job first
err_has "there is a job"
diff -r before job >diffs || fail "a refused prepare changed the job"
mkdir mine
echo mine >mine/file
expect 3 "${prepare[@]}" --job mine first
[ "$(ls -A mine)" = file ] || fail "a foreign directory was changed"

# They are not removed even if they have the names of what a killed prepare leaves.
mkdir -p own/numbers
cp first own/numbers/part
expect 3 "${prepare[@]}" --job own first
err_has "holds other things"
expect 2 "${prepare[@]}" --job own own/numbers/part
err_has "the input lies in the job's directory"
same first own/numbers/part
mkdir seeds
echo secret >seeds/seed
expect 3 "${prepare[@]}" --job seeds first
expect 2 "${prepare[@]}" --job seeds --seed seeds/seed first
expect 2 "${prepare[@]}" --job new --rejects new/rejects first
[ "$(cat seeds/seed)" = secret ] || fail "somebody's file was removed"

# Killed before the plan was there, the same command begins anew.
rm job/plan.json
: >job/.prepare-AbCdEf
expect 0 "${prepare[@]}" --job job --json first second
[ "$(json out entries)" = 80 ] || fail "what was left got in the way"
[ ! -e job/.prepare-AbCdEf ] || fail "what a killed prepare left is there"

# A prepare that fails leaves nothing.
echo nothing >bad
expect 3 "${prepare[@]}" --job no/job first bad
expect 3 "${prepare[@]}" --job no/job --valid-until 2020-01-01T00:00:00Z first
expect 3 "$SELFCHECK" job prepare --kind mobile "${named[@]}" --job no/job --mem 256 --ops 10 first
[ ! -e no ] || fail "a failed prepare left something"
mkdir list
: >list/current.minisig
expect 2 "${prepare[@]}" --job list/job first
err_has "list's directory"
[ "$(ls -A list)" = current.minisig ] || fail "a job began in a list's directory"
mkdir full
expect 4 bash -c 'ulimit -f 0; trap "" XFSZ; exec "$@"' - "${prepare[@]}" --job full first
[ -z "$(ls -A full)" ] || fail "a failed prepare left something"

# For the next edition from a job that kept its hashes, only new numbers are hashed, and the list is the same as without it.
fixed=(--list-id 202122232425262728292a2b2c2d2e2f --nonce 101112131415161718191a1b1c1d1e1f --seed seed)
salt=(--group-salt 000102030405060708090a0b0c0d0e0f)
make_key my
expect 0 "${prepare[@]}" "${salt[@]}" --job base --keep-hashes first
expect 3 "${prepare[@]}" --job next --base base n
err_has "not hashed"
expect 0 "$SELFCHECK" job hash --job base
tail -n 70 n >next_numbers
expect 2 "${prepare[@]}" --job base/next --base base next_numbers
# It has to be known, before anything is hashed, which list it is an edition of. The list itself tells it.
expect 2 "${prepare[@]}" --job next --base base next_numbers
err_has "--list-id"
expect 3 "${prepare[@]}" --job next --base job next_numbers
err_has "--keep-hashes"
expect 3 "$SELFCHECK" job prepare --kind mobile "${named[@]}" --test --mem 8 --ops 2 --job next --base base n
expect 0 "${prepare[@]}" "${fixed[@]}" --job next --base base next_numbers
err_has "group salt"
[ "$(json next/plan.json known),$(json next/plan.json gone)" = 40,10 ] || fail "what the base knows is miscounted"
expect 0 "$SELFCHECK" job hash --job next --json
[ "$(json out hashed),$(json out known)" = 30,40 ] || fail "what the base knows was hashed"
expect 0 "$SELFCHECK" job assemble --job next --secret-key my.key --out with_base
expect 0 "${prepare[@]}" "${fixed[@]}" "${salt[@]}" --job whole next_numbers
expect 0 "$SELFCHECK" job hash --job whole
expect 0 "$SELFCHECK" job assemble --job whole --secret-key my.key --out without_base
diff -r with_base without_base || fail "the list depends on the base"

# The list tells the list id. A job makes one edition, and a base is not taken for the job of the next edition.
expect 0 "${prepare[@]}" --job third --base base --list with_base --public-key my.pub next_numbers
[ "$(json third/plan.json manifest list_id)" = "$(json next/plan.json manifest list_id)" ] || fail "another list"
build=("$SELFCHECK" build --kind mobile --secret-key my.key "${quick[@]}" "${named[@]}" "${four_buckets[@]}")
expect 0 "${build[@]}" --keep-hashes --out made first
[ "$(stat -c %a made.job/published)" = 600 ] || fail "others can read a file of the job"
cp -a made.job base.before
expect 2 "${build[@]}" --keep-hashes --base made.job --out made next_numbers
err_has "another directory"
diff -r base.before made.job || fail "a refused build changed the base"
expect 3 "${build[@]}" --keep-hashes --out made next_numbers
err_has "another directory"

# If it is built once more, there is nothing to do. With another key, it does not claim that the list is signed with that.
cp made.pin.json pin
expect 0 "${build[@]}" --keep-hashes --out made first
err_has "published already"
out_lacks "hashed again"
expect 0 "$SELFCHECK" job assemble --job made.job --secret-key my.key --out made
out_has "as sensitive as the numbers"
expect 2 "$SELFCHECK" job assemble --job made.job --secret-key my.key --out made.job/list
[ ! -e made.job/list ] || fail "a list began in a job"
make_key other
expect 3 "$SELFCHECK" job assemble --job made.job --secret-key other.key --previous-key my.pub --out made
err_has "another key"
same pin made.pin.json

# A build that went on after the clock was set back would sign a wrong date.
named_test=(--kind mobile --test --mem 8 --ops 1 "${named[@]}")
expect 0 "$SELFCHECK" job prepare --job clock.job "${named_test[@]}" first
sed -i 's/"prepared": "[^"]*"/"prepared": "2999-01-01T00:00:00Z"/' clock.job/plan.json
expect 4 "$SELFCHECK" build --secret-key my.key --out clock "${named_test[@]}" first
err_has "set the clock"
[ ! -e clock/current.minisig ] || fail "signed with a wrong date"

# What was said of the edition when the job was prepared can be said anew when it is assembled, and nothing is hashed again.
expect 0 "${prepare[@]}" --job late --valid-until 2026-06-03T00:00:00Z first
expect 0 "$SELFCHECK" job hash --job late
assemble=("$SELFCHECK" job assemble --job late --secret-key my.key --published 2026-07-01T00:00:00Z --json)
expect 3 "${assemble[@]}" --out late_list
err_has "would end before it begins: it is dated 2026-07-01T00:00:00Z and would be valid until 2026-06-03T00:00:00Z"
err_has "--valid-until TIME says when it ends"
[ ! -e late_list/current.minisig ] || fail "a list that nobody could check any more"
expect 2 "${assemble[@]}" --out late_list --valid-days 30 --valid-until 2026-08-01T00:00:00Z
expect 0 "${assemble[@]}" --out late_list --valid-days 30 --sequence 7
[ "$(json out valid_until),$(json out sequence)" = 2026-07-31T00:00:00Z,7 ] || fail "thirty days from the date that was said"
err_has "expired already"
# The same command once more finds that it is done. One that asks for another edition is not told that it was made.
cp -a late_list late_list.before
expect 0 "${assemble[@]}" --out late_list --valid-days 30 --sequence 7
err_has "published already"
again=("$SELFCHECK" job assemble --job late --secret-key my.key --out late_list)
for other in '--sequence 8' '--valid-days 31' '--valid-until 2026-08-01T00:00:00Z' '--published 2026-07-02T00:00:00Z'; do
  expect 3 "${again[@]}" "${other% *}" "${other#* }"
  err_has "${other% *} says otherwise"
  err_has "selfcheck renew"
done
diff -r late_list.before late_list || fail "a refused command changed the list"
expect 0 "${assemble[@]}" --out until_list --valid-until 2026-08-01T00:00:00Z
[ "$(json out valid_until)" = 2026-08-01T00:00:00Z ] || fail "the end that was said"
expect 0 "$SELFCHECK" job assemble --job late --secret-key my.key --out as_prepared --json
[ "$(json out published),$(json out valid_until)" = "$published,2026-06-03T00:00:00Z" ] || fail "what the job was prepared with"
