#!/usr/bin/env bash
# Tests that the sums of a release are signed such that minisign, which is what a reader has, takes them, and takes nothing else.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_work

make_key() { minisign -G -W -p "$work/$1.pub" -s "$work/$1.key" >/dev/null; }
verify() { minisign -V -p "$work/$1.pub" -m "$work/files/SHA256SUMS" 2>&1; }
make_key ours
make_key theirs
mkdir "$work/files"
echo one >"$work/files/selfcheck-one.tar.gz"
echo two >"$work/files/THIRD-PARTY-LICENSES.txt"
"$root/scripts/packaging/sums.sh" "$work/files" "$work/ours.key" "selfcheck 1.2.3, commit abc" >/dev/null

verify ours | grep -qxF "Trusted comment: selfcheck 1.2.3, commit abc" || fail "the signature is not taken: $(verify ours)"
(cd "$work/files" && sha256sum --quiet --strict --check SHA256SUMS) || fail "the sums are not those of the files"
[ "$(awk '{print $2}' "$work/files/SHA256SUMS" | sort)" = "$(printf '%s\n' THIRD-PARTY-LICENSES.txt selfcheck-one.tar.gz)" ] ||
  fail "the sums are of other files: $(cat "$work/files/SHA256SUMS")"
! verify theirs >/dev/null || fail "another key's signature is taken"
sed -i "s/1\.2\.3/1.2.4/" "$work/files/SHA256SUMS.minisig"
! verify ours >/dev/null || fail "another version is taken"
sed -i "s/1\.2\.4/1.2.3/" "$work/files/SHA256SUMS.minisig"
verify ours >/dev/null || fail "the signature is not taken again"
sed -i "s/one/two/" "$work/files/SHA256SUMS"
! verify ours >/dev/null || fail "other sums are taken"
echo "the sums of a release are signed"
