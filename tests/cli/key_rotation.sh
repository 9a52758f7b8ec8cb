#!/bin/bash
# A signing key gives way to another, and at each step every reader's pin fits the list that is online: cli/README.md.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
member=$(head -n 1 input)
make_key old
make_key new
make_key stranger
build=("$SELFCHECK" build --kind mobile --out lists/leak --pin-out pins.json --pin-id leak "${quick[@]}" "${named[@]}")
expect 0 "${build[@]}" --secret-key old.key input

# What is online: the list and the site's pins, each uploaded when it is ready. Old pins stay for a while in readers' caches.
upload_list() { rm -rf online; cp -a lists/leak online; }
upload_pins() { cp pins.json "site_$1.json"; }
readers_of() {
  for pins in "$@"; do expect 10 "$SELFCHECK" check --list online --pin "site_$pins.json" --now "$now" <<<"$member"; done
}
upload_list; upload_pins old
readers_of old

# 1. The new key into the pin. 2. Both trusted, still signed by the old one.
expect 0 "$SELFCHECK" pin add-key pins.json --id leak --key new.pub
upload_pins both
readers_of old both

# 3. The next edition with the new key: only if the publisher names the old one.
expect 3 "${build[@]}" --secret-key new.key input
err_has "--previous-key"
expect 3 "${build[@]}" --secret-key new.key --previous-key stranger.pub input
expect 3 "${build[@]}" --secret-key stranger.key --previous-key new.pub input
expect 0 "${build[@]}" --secret-key new.key --previous-key old.pub --json input
[ "$(json out sequence)" = 2 ] && [ "$(json out public_key)" = "$(tail -n 1 new.pub)" ] || fail "the new key's edition"
! grep -qF "does not have this key yet" err || fail "a warning, though the pin has the key"
[ "$(json pins.json lists 0 keys)" = "[\"$(tail -n 1 old.pub)\", \"$(tail -n 1 new.pub)\"]" ] || fail "the pin's keys"
upload_list
readers_of both

# 4. The old key out of the pin, once the list that is online does without.
expect 0 "$SELFCHECK" pin remove-key pins.json --id leak --key old.pub --list online --now "$now"
upload_pins new
readers_of both new
expect 0 "$SELFCHECK" verify --list online --pin pins.json --now "$now"

# From then on the old key is of no use: not to the publisher, and not to whoever has found it.
expect 3 "${build[@]}" --secret-key old.key input
expect 0 "${build[@]}" --secret-key new.key input
upload_list
readers_of both new
cp -a lists/leak stolen
expect 0 "$SELFCHECK" build --kind mobile --out stolen --secret-key old.key --previous-key new.pub "${quick[@]}" "${named[@]}" input
expect 12 "$SELFCHECK" check --list stolen --pin site_new.json --now "$now" <<<"$member"

# Left out, the first step is asked for.
cp -a lists/leak hurried
cp pins.json hurried.pin.json
expect 0 "$SELFCHECK" build --kind mobile --out hurried --secret-key stranger.key --previous-key new.pub "${quick[@]}" "${named[@]}" input
err_has "does not have this key yet"
