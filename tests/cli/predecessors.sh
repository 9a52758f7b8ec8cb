#!/bin/bash
# Whichever command makes the next edition, that is compared with the last one that gave verdicts. Neither a withdrawal, nor an old
# copy of the pointer, nor a file that is missing hides who is gone from the list, and no such edition is cleared away.
. "$(dirname "$0")/lib.sh"

numbers mobile 40 >forty
head -n 3 forty >three
member=$(tail -n 1 forty) # of the forty, and not of the three
build=("$SELFCHECK" build --kind mobile --secret-key my.key "${quick[@]}" "${named[@]}")
renew=("$SELFCHECK" renew --secret-key my.key --published "$published")
withdraw=("$SELFCHECK" withdraw --secret-key my.key --published "$published")
traced=(env ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null) # LeakSanitizer can't work under strace

# refused DIR COMMAND...: the command ends with 3, and leaves the list as it was.
refused() {
  local dir=$1
  shift
  rm -rf before
  cp -a "$dir" before
  expect 3 "$@"
  diff -rq before "$dir" || fail "what was refused changed the list: $*"
  tells_nothing_of "$member"
}
# stays_in DIR OLD: every file of OLD is in DIR, as it was, but for the pointer.
stays_in() {
  local file
  while IFS= read -r file; do
    cmp -s "$1/$file" "$2/$file" || fail "$1 lacks $file"
  done < <(cd "$2" && find . -type f ! -name current.minisig)
}
# reinstates_none DIR: neither a renewal nor a build with three numbers takes anybody from the list unnoticed.
reinstates_none() {
  refused "$1" "${renew[@]}" --list "$1" --reinstate
  err_has "selfcheck build"
  cp err why
  refused "$1" "${build[@]}" --out "$1" --reinstate three
  err_has "if you mean it: --allow-shrink"
}
found_in() { check_number 10 "$1" "$member"; }

# These are the two editions of a list: the second has more people. `old.minisig` is a copy of the first one's pointer.
make_list first three
cp first/current.minisig old.minisig
cp -a first second
cp first.pin.json second.pin.json
expect 0 "${build[@]}" --out second forty
later=$(manifest_of second)
later_buckets=buckets/$(json "second/$later" root)
copy_of() { rm -rf list list.pin.json; cp -a "$1" list; cp "$1.pin.json" list.pin.json; }
# The pointer is an old copy, and so is the pin.
stale() { copy_of second; cp old.minisig list/current.minisig; cp first.pin.json list.pin.json; }

# A withdrawal may hold anything. The edition after it is compared with the one before it.
make_list detour forty
expect 0 "${build[@]}" --out detour --withdrawn three
reinstates_none detour
grep -qF "edition 2, which is withdrawn, has other entries than edition 1, which gave verdicts last" why || fail "why a renewal is refused"
expect 0 "$SELFCHECK" job prepare --kind mobile --job job --list detour --public-key my.pub "${quick[@]}" "${named[@]}" three
expect 0 "$SELFCHECK" job hash --job job
refused detour "$SELFCHECK" job assemble --job job --secret-key my.key --out detour --reinstate
err_has "40 -> 3"
err_has "if you mean it: --allow-shrink"
refused detour "${build[@]}" --out detour forty
err_has "if you mean it: --reinstate"
expect 0 "${build[@]}" --out detour --reinstate --json forty
err_has "takes the place of edition 1, which gave verdicts last, and changes"
[ "$(json out sequence)" = 3 ] || fail "the edition that gives verdicts again"
found_in detour

# It hides nothing else either, such as a cheaper hash.
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --test --mem 16 --ops 1 --published "$published" "${named[@]}" --out cheap forty
expect 0 "${build[@]}" --out cheap --withdrawn --allow-cheaper forty
refused cheap "${build[@]}" --out cheap --reinstate forty
err_has "if you mean it: --allow-cheaper"

# A withdrawal of the same entries ends with a renewal, also the second in a row, and the very first edition.
make_list back forty
expect 0 "${withdraw[@]}" --list back
expect 0 "${withdraw[@]}" --list back --about "Still."
expect 0 "${renew[@]}" --list back --reinstate --json
[ "$(json out sequence)" = 4 ] || fail "the renewed edition"
found_in back
make_list at_once forty --withdrawn
expect 0 "${renew[@]}" --list at_once --reinstate
found_in at_once

# A withdrawal that follows an old copy of the pointer leaves what may have been published where it is, and what comes after the
# withdrawal is compared with that.
stale
cp -a list killed
refused list "${renew[@]}" --list list
err_has "edition 2, which has other entries than edition 1"
expect 0 "${withdraw[@]}" --list list --json
[ "$(json out sequence)" = 3 ] && [ "$(json out unpublished_removed)" = 0 ] || fail "the withdrawal's report"
stays_in list second
expect 0 "$SELFCHECK" verify --list list --pin list.pin.json --now "$now"
out_has "2 older editions"
reinstates_none list
grep -qF "edition 3, which is withdrawn, has other entries than edition 2, which gave verdicts last" why || fail "why a renewal is refused"
expect 0 "${withdraw[@]}" --list list
reinstates_none list
expect 0 "${build[@]}" --out list --reinstate forty
found_in list
# The same holds if it was killed at any moment.
for moment in 1 2 3; do
  rm -rf list; cp -a killed list; cp first.pin.json list.pin.json
  { expect 137 "${traced[@]}" -e trace=rename -e inject=rename:signal=KILL:when=$moment "${withdraw[@]}" --list list; } 2>/dev/null
  stays_in list second
  expect 0 "${withdraw[@]}" --list list
  stays_in list second
  reinstates_none list
done
# And for every other command. A renewal is refused, and a build asks.
stale
expect 0 "${build[@]}" --out list --withdrawn three
stays_in list second
reinstates_none list
stale
refused list "${build[@]}" --out list three
expect 0 "${build[@]}" --out list --allow-shrink three
stays_in list second

# Of what was pruned, or was not copied, nobody knows what was in it.
copy_of second
expect 0 "${build[@]}" --out list --withdrawn --prune three
reinstates_none list
grep -qF "the manifest of edition 2, which came before a withdrawal, is not there" why || fail "why a renewal is refused"
err_has "nothing tells how many entries the list had when it last gave verdicts"
err_has "unknown -> 3"
expect 0 "${build[@]}" --out list --reinstate --allow-shrink forty
found_in list
stale
expect 0 "${withdraw[@]}" --list list
rm -r "list/$later" "list/$later_buckets"
reinstates_none list
grep -qF "the manifest of edition 2" why || fail "why a renewal is refused"

# Here the buckets of the later edition were copied, and neither its manifest nor its pointer.
partial() { stale; rm "list/$later"; }
partial
cp -a list copied
refused list "${renew[@]}" --list list
err_has "buckets that no manifest names"
expect 0 "${withdraw[@]}" --list list
stays_in list copied
refused list "${renew[@]}" --list list --reinstate
err_has "buckets that no manifest names"
cp "second/$later" list/
refused list "${renew[@]}" --list list --reinstate
err_has "other entries"
partial
expect 0 "${build[@]}" --out list three
err_has "buckets that no manifest names are removed"
# What a killed build has left lies beside what tells of it. It is cleared away, and nothing else.
for moved in yes no; do
  for command in renew withdraw; do
    stale
    mkdir list/.build-abcdef
    cp second/current.minisig list/.build-abcdef/pointer
    [ $moved = yes ] || mv "list/$later" list/.build-abcdef/manifest
    expect 0 "$SELFCHECK" "$command" --secret-key my.key --published "$published" --list list --json
    [ "$(json out sequence)" = 2 ] || fail "the number of an edition that was never published is free"
    [ "$(json out unpublished_removed)" = "$([ $moved = yes ] && echo 1 || echo 0)" ] || fail "what the report says was removed"
    [ ! -e "list/$later" ] && [ ! -e "list/$later_buckets" ] || fail "a killed build is still there"
    expect 0 "$SELFCHECK" verify --list list --pin list.pin.json --now "$now"
    grep -qE "^pass  other_files" out || fail "not cleared away"
  done
done
partial
mkdir list/.build-abcdef # nothing tells what it was about to publish
expect 0 "${withdraw[@]}" --list list
stays_in list copied

# Here the later edition's manifest was not copied to its end.
truncated() { stale; truncate -s 100 "list/$later"; }
truncated
refused list "${renew[@]}" --list list
err_has "a manifest that can't be read"
refused list "${build[@]}" --out list three
err_has "if you mean it: --allow-shrink"
cp -a list cut_off
expect 0 "${withdraw[@]}" --list list
stays_in list cut_off
reinstates_none list

# Here the whole directory is an old copy, and only the pin knows of the later edition.
outdated() { copy_of first; cp second.pin.json list.pin.json; }
outdated
for sequence in "" "--sequence 3"; do
  # shellcheck disable=SC2086  # none, or two arguments
  refused list "${renew[@]}" --list list $sequence
  err_has "asks for edition 2"
  err_has "old copy"
done
refused list "${build[@]}" --out list three
err_has "asks for edition 2"
err_has "--sequence 3"
expect 0 "${withdraw[@]}" --list list --json
err_has "old copy"
[ "$(json out sequence)" = 3 ] || fail "a withdrawal comes after what the pin knows of"
reinstates_none list
grep -qF "the manifest of edition 2" why || fail "why a renewal is refused"
outdated
expect 0 "${build[@]}" --out list --sequence 3 forty
found_in list

# A job that is hashed loses nothing by it: whoever assembles it says the number.
outdated
rm -rf job
expect 0 "$SELFCHECK" job prepare --kind mobile --job job --list list --public-key my.pub "${quick[@]}" "${named[@]}" forty
expect 0 "$SELFCHECK" job hash --job job
assemble=("$SELFCHECK" job assemble --job job --secret-key my.key --out list)
refused list "${assemble[@]}"
err_has "asks for edition 2"
err_has "--sequence 3"
refused list "${assemble[@]}" --sequence 2
err_has "asks for edition 2"
expect 0 "${assemble[@]}" --sequence 3 --json
[ "$(json out sequence)" = 3 ] || fail "the number that was asked for"
found_in list
