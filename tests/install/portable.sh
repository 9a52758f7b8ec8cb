#!/usr/bin/env bash
# Tests the programs for other Linux distributions: portable.sh DIRECTORY_WITH_THEM
#
# They load nothing of the system, are hardened by how they are linked, and make, check and verify a list in a root in which nothing else is.
# That last needs root, and is left out without.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
programs=$(cd "${1:?the folder with the programs}" && pwd)

if [ "${2:-}" != inside ]; then
  for program in selfcheck selfcheck-check; do
    readelf -dl "$programs/$program" >/dev/null || fail "$program is no program"
    ! readelf -d "$programs/$program" | grep -E 'NEEDED|RPATH|RUNPATH' || fail "$program needs libraries"
    ! readelf -l "$programs/$program" | grep -q INTERP || fail "$program needs the system's loader"
    readelf -h "$programs/$program" | grep -q 'Type: *DYN' || fail "$program can't be loaded at any address"
    # How they are linked is as with the programs that load libraries (tests/cli/hardening.py), and how they are compiled is the same.
    readelf -Wd "$programs/$program" | grep -q 'FLAGS_1.* NOW PIE' || fail "$program is not bound at the start"
    readelf -Wl "$programs/$program" | grep -q GNU_RELRO || fail "$program has relocations that can be written"
    readelf -Wl "$programs/$program" | grep -Eq 'GNU_STACK .* RW +0x' || fail "$program has code on the stack"
  done
  if [ "$(id -u)" != 0 ]; then
    echo "the portable programs load nothing of the system; whether they run in an empty root needs root to tell"
    exit
  fi
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  unshare --mount --fork "${BASH_SOURCE[0]}" "$programs" inside "$work"
  exit
fi

root=$3/root
mkdir -p "$root"/{proc,leak,tmp}
mount -t proc proc "$root/proc"
cp "$programs"/selfcheck "$programs"/selfcheck-check "$root/"
/usr/bin/python3 "$here/../synthetic.py" --kind mobile --count 40 --seed 1 >"$root/leak/numbers.txt"
first=$(head -n 1 "$root/leak/numbers.txt")
other=$(/usr/bin/python3 "$here/../synthetic.py" --kind mobile --count 1 --seed 2)
xz -k "$root/leak/numbers.txt"

# run STATUS COMMAND...: runs selfcheck there, with no environment.
run() {
  local wanted=$1 status=0
  shift
  (cd "$root/leak" && env -i "$(command -v chroot)" "$root" /selfcheck "$@") >"$root/out" 2>&1 || status=$?
  [ "$status" = "$wanted" ] || { cat "$root/out" >&2; fail "exit code $status, not $wanted: selfcheck $*"; }
}
leak=/leak
run 0 keygen --no-password --secret $leak/my.key --public $leak/my.pub
# A compressed file, so that the library that unpacks is used, too.
run 0 build --kind mobile --secret-key $leak/my.key --out $leak/list --test --mem 8 --ops 1 --title Test --publisher Tests $leak/numbers.txt.xz
run 0 verify --list $leak/list --pin $leak/list.pin.json
run 10 check --list $leak/list --pin $leak/list.pin.json "$first"
run 11 check --list $leak/list --pin $leak/list.pin.json "$other"
# A server of the machine's, over HTTP: the library that asks is linked, too. Nothing answers on this port of it.
run 12 check --list http://127.0.0.1:1/ --pin $leak/list.pin.json "$first"
echo "the portable programs run in an empty root"
