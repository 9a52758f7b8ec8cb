#!/usr/bin/env bash
# Tests that scripts/release makes nothing of what is not to be released: of changes that are not committed, of a version that the changelog
# does not have, or dates at another day, or that was released before, and with a key that lies in the source's own folder. It needs no build.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_work

git clone -q --no-hardlinks "$root" "$work/clone"
cd "$work/clone"
version=$(scripts/version)
# In UTC it is still the day before.
export GIT_COMMITTER_DATE='2026-12-24T03:00:00+0530'
commit() { git -c user.name=Tests -c user.email=tests@selfcheck.invalid commit -qam "$1"; }
# refuses WORDS ARGUMENT...: scripts/release ends at once with these words, and has made nothing. Where it does not refuse it would build for minutes.
refuses() {
  local words=$1
  shift
  ! timeout 30 scripts/release "$@" >"$work/out" 2>&1 || fail "it makes a release: $*"
  grep -qF -- "$words" "$work/out" || fail "it does not say \"$words\": $(cat "$work/out")"
  [ ! -e build/release-files ] || fail "it has made files"
}

# The sections that it has are taken away.
sed -i "/^## /d" CHANGELOG.md
commit "No section"
refuses "no section \"## $version - YYYY-MM-DD\""
touch "$work/key"
refuses "a trial is not signed" --trial --sign "$work/key"
for heading in "## $version - 2026-12-24" '## Unreleased'; do echo "$heading" >>CHANGELOG.md; done
refuses "not committed"
commit "Two sections"
refuses "has unreleased changes"
sed -i "/^## Unreleased/d; s/^## $version - .*/## $version - 2026-12-23/" CHANGELOG.md
commit "Another day"
refuses "dates $version at 2026-12-23, and the last commit is of 2026-12-24"
git tag "v$version"
sed -i "s/^## $version - .*/## $version - 2026-12-24/" CHANGELOG.md
commit "This day"
refuses "$version is released already, of commit $(git rev-parse "v$version")"
# Somebody who makes it again has the tag at the same commit. It is not refused then: it comes as far as the key.
git tag -f "v$version" >/dev/null
touch build/key
refuses "keep it elsewhere" --sign build/key
refuses "there is no file" --sign "$work/none"
refuses "--frobnicate" --frobnicate
echo "nothing is released that is not to be"
