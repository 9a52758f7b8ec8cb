#!/usr/bin/env bash
# Tests the Debian packages without installing them: lintian finds no error and nothing to warn of, and they are as Debian wants them.
# packages.sh DIRECTORY_OF_PACKAGES VERSION
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
packages=$(cd "${1:?the folder with the packages}" && pwd)
version=${2:?the version}
need_work

lintian --allow-root --fail-on error,warning "$packages"/*.deb >"$work/lintian" || { cat "$work/lintian" >&2; fail "lintian"; }

for name in selfcheck selfcheck-evaluator; do
  deb=$(echo "$packages/${name}_$version"-*.deb)
  [ -e "$deb" ] || fail "no package $name of version $version"
  dpkg-deb -R "$deb" "$work/$name"
  cd "$work/$name"
  md5sum -c --quiet DEBIAN/md5sums || fail "$name: md5sums"
  [ "$(find . -type f -not -path './DEBIAN/*' | wc -l)" = "$(wc -l <DEBIAN/md5sums)" ] || fail "$name: a file without a sum"
  [ -z "$(find . -perm /022 -not -type l)" ] || fail "$name: anybody may write: $(find . -perm /022)"
  for doc in copyright changelog.Debian.gz changelog.gz; do
    [ -s "usr/share/doc/$name/$doc" ] || fail "$name: no $doc"
  done
  for program in usr/bin/*; do
    readelf -S "$program" | grep -q '\.symtab' && fail "$program is not stripped"
    readelf -d "$program" | grep -qE 'R(UN)?PATH' && fail "$program looks for libraries where it was built"
    # What it loads must be what the package depends on: dpkg-shlibdeps has said so, and lintian compares it.
    [ -s "usr/share/man/man1/$(basename "$program").1.gz" ] || fail "$program has no man page"
  done
done
cd "$work"
for library in libcurl4 libarchive13 libsodium23; do
  grep -q "^Depends:.*\b$library\b" selfcheck/DEBIAN/control || fail "selfcheck does not depend on $library"
done
# Who signs or evaluates loads no network library of the other.
! grep -qE '^Depends:.*\b(libcurl4|libarchive13|libcpp-httplib)' selfcheck-evaluator/DEBIAN/control || fail "the evaluator depends on what it does not use"
unit=selfcheck-evaluator/lib/systemd/system/selfcheck-evaluator@.service
grep -q '^ExecStart=/usr/bin/selfcheck-evaluator ' "$unit" || fail "the unit starts another program"
echo "the Debian packages are as they should be"
