#!/usr/bin/env bash
# Tests that scripts/release makes nothing of what is not to be released: of changes that are not committed, of a version that the changelog
# does not have, and with a key that lies in the source's own folder. It needs no build.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_work

git clone -q --no-hardlinks "$root" "$work/clone"
cd "$work/clone"
version=$(scripts/version)
commit() { git -c user.name=Tests -c user.email=tests@selfcheck.invalid commit -qam "$1"; }
# refuses WORDS ARGUMENT...: scripts/release ends at once with these words, and has made nothing.
refuses() {
  local words=$1
  shift
  ! scripts/release "$@" >"$work/out" 2>&1 || fail "it makes a release: $*"
  grep -qF -- "$words" "$work/out" || fail "it does not say \"$words\": $(cat "$work/out")"
  [ ! -e build/release-files ] || fail "it has made files"
}

sed -i "s/^## $version - .*/## Unreleased/" CHANGELOG.md
git diff --quiet || commit "No section"
refuses "no section \"## $version - YYYY-MM-DD\""
touch "$work/key"
refuses "a trial is not signed" --trial --sign "$work/key"
sed -i "0,/^## Unreleased/s//## $version - 2026-11-30/" CHANGELOG.md
refuses "not committed"
commit "A section"
touch build/key
refuses "keep it elsewhere" --sign build/key
refuses "there is no file" --sign "$work/none"
refuses "--frobnicate" --frobnicate
echo "nothing is released that is not to be"
