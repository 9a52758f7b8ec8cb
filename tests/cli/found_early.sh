#!/bin/bash
# Whatever would stop a build at its end is found before its first slow hash, and leaves nothing behind.
. "$(dirname "$0")/lib.sh"

numbers mobile 30 >input
make_key my
build=("$SELFCHECK" build --kind mobile --secret-key my.key)

# refused STATUS OUT OPTION...: the build ends without a single hash.
refused() {
  local wanted=$1 out=$2
  shift 2
  with_fault none expect "$wanted" "${build[@]}" --out "$out" "$@" input
  [ ! -e struck ] || fail "hashed before it was refused: $*"
  [ ! -e "$out" ] || fail "a refused build left something: $*"
}
with_fault none expect 0 "${build[@]}" --out sound "${quick[@]}" "${named[@]}" input
[ "$(wc -l <struck)" -gt 30 ] || fail "hashes are not counted"

# Each language is within its limits, but all together are too long for a manifest.
/usr/bin/python3 - >texts.json <<'END'
import json
texts = {"title": "T", "publisher": "P", "about": "x" * 4000, "link": ""}
print(json.dumps({f"a{chr(97 + i)}": texts for i in range(16)}))
END
refused 3 long "${quick[@]}" --texts texts.json
err_has "65,536"
err_has "shorten the texts"

strong=(--title T --publisher P)
refused 3 late "${strong[@]}" --published 9999-06-01T00:00:00Z
err_has "'valid_until' has a value that is not allowed: it must be a time like 2026-11-23T09:30:00Z, in the years 2000 to 9999"
for until in 2026-05-01T00:00:00Z 2026-06-01T00:00:00Z 2027-07-07T00:00:00Z; do
  refused 3 until "${strong[@]}" --published 2026-06-01T00:00:00Z --valid-until "$until"
  [[ $until > 2026-06-01T00:00:00Z ]] && wrong="would be valid for more than 400 days" || wrong="would end before it begins"
  err_has "the edition $wrong: it is dated 2026-06-01T00:00:00Z and would be valid until $until"
  err_has "--valid-days N or --valid-until TIME says when it ends"
done
refused 2 crowded "${strong[@]}" --k 137438953472
err_has "--k: a whole number, 1 or more but less than that"
refused 3 last "${strong[@]}" --sequence 9007199254740991
err_has "no edition could ever follow"
refused 2 beyond "${strong[@]}" --sequence 9007199254740992
err_has "--sequence: a whole number, 1 or more but less than that"
refused 3 unlikely "${strong[@]}" --p 20
printf 'not a key\n' >no.key
with_fault none expect 3 "$SELFCHECK" build --kind mobile --secret-key no.key --out keyless "${strong[@]}" input
[ ! -e struck ] || fail "hashed for a key that is none"

# The disk has no room. This needs the right to mount one.
mkdir small
if mount -t tmpfs -o size=512k tmpfs small 2>/dev/null; then
  trap 'umount -l "$work/small"; rm -rf "$work"' EXIT
  refused 4 small/list "${quick[@]}" "${named[@]}" --pin-out pin.json
  err_has "make room"
  umount small
  # There is room for the job or the list, but not for both.
  mount -t tmpfs -o size=1100k tmpfs small
  refused 4 small/list "${quick[@]}" "${named[@]}" --pin-out pin.json
  err_has "the job with its list needs"
  umount small
  mount -t tmpfs -o nr_inodes=6 tmpfs small
  refused 4 small/list "${quick[@]}" "${named[@]}" "${four_buckets[@]}" --pin-out pin.json --job job
  err_has "remove files there"
fi
