#!/bin/bash
# What would stop a build at its end is found before its first slow hash, and leaves nothing behind.
. "$(dirname "$0")/lib.sh"

numbers mobile 30 >input
make_key my
build=("$SELFCHECK" build --kind mobile --secret-key my.key)

# refused STATUS OUT OPTION...: without a single hash.
refused() {
  local wanted=$1 out=$2
  shift 2
  with_fault none expect "$wanted" "${build[@]}" --out "$out" "$@" input
  [ ! -e struck ] || fail "hashed before it was refused: $*"
  [ ! -e "$out" ] || fail "a refused build left something: $*"
}
with_fault none expect 0 "${build[@]}" --out sound "${quick[@]}" "${named[@]}" input
[ "$(wc -l <struck)" -gt 30 ] || fail "hashes are not counted"

# Each language within its limits, and all together too long for a manifest.
python3 - >texts.json <<'END'
import json
texts = {"title": "T", "publisher": "P", "about": "x" * 4000, "link": ""}
print(json.dumps({f"a{chr(97 + i)}": texts for i in range(16)}))
END
refused 3 long "${quick[@]}" --texts texts.json
err_has "65,536"
err_has "shorten the texts"

strong=(--title T --publisher P)
refused 3 late "${strong[@]}" --published 9999-06-01T00:00:00Z
err_has "valid_until"
refused 3 last "${strong[@]}" --sequence 9007199254740991
err_has "no edition could ever follow"
refused 3 beyond "${strong[@]}" --sequence 9007199254740992
refused 3 unlikely "${strong[@]}" --p 20
printf 'not a key\n' >no.key
with_fault none expect 3 "$SELFCHECK" build --kind mobile --secret-key no.key --out keyless "${strong[@]}" input
[ ! -e struck ] || fail "hashed for a key that is none"

# No room on the disk. Needs the right to mount one.
mkdir small
if mount -t tmpfs -o size=512k tmpfs small 2>/dev/null; then
  trap 'umount -l "$work/small"; rm -rf "$work"' EXIT
  refused 4 small/list "${quick[@]}" "${named[@]}" --pin-out pin.json
  err_has "make room"
  umount small
  mount -t tmpfs -o nr_inodes=6 tmpfs small
  refused 4 small/list "${quick[@]}" "${named[@]}" "${four_buckets[@]}" --pin-out pin.json
  err_has "remove files there"
fi
