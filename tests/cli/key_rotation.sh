#!/bin/bash
# A signing key is replaced by another, in the steps of docs/CLI.md. At each step every reader's pin fits the list that is online.
# The new key's first edition is a renewal, which needs no number, or a build.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
member=$(head -n 1 input)
make_key old
make_key new
make_key stranger
place=(--pin-out pins.json --pin-id leak)
first=("$SELFCHECK" build --kind mobile --out lists/leak "${place[@]}" "${quick[@]}" "${named[@]}" --secret-key old.key input)

# The list and the site's pins are online, each uploaded when it is ready. Old pins stay in readers' caches for a while.
upload_list() { rm -rf online; cp -a lists/leak online; }
upload_pins() { cp pins.json "site_$1.json"; }
readers_of() {
  for pins in "$@"; do expect 10 "$SELFCHECK" check --list online --pin "site_$pins.json" --now "$now" <<<"$member"; done
}

# rotate COMMAND...: takes the steps. The command makes the next edition of --list or --out lists/leak.
rotate() {
  local next=("$@")
  rm -rf lists online pins.json site_*.json
  expect 0 "${first[@]}"
  upload_list; upload_pins old
  readers_of old

  # 1. The new key is added to the pin. 2. Both keys are trusted, and the list is still signed with the old one.
  expect 0 "$SELFCHECK" pin add-key pins.json --id leak --key new.pub
  upload_pins both
  readers_of old both

  # 3. The next edition is signed with the new key, only if the publisher names the old one.
  expect 3 "${next[@]}" --secret-key new.key
  err_has "--previous-key"
  expect 3 "${next[@]}" --secret-key new.key --previous-key stranger.pub
  expect 3 "${next[@]}" --secret-key stranger.key --previous-key new.pub
  expect 0 "${next[@]}" --secret-key new.key --previous-key old.pub --json
  [ "$(json out sequence)" = 2 ] && [ "$(json out public_key)" = "$(tail -n 1 new.pub)" ] || fail "the new key's edition"
  ! grep -qF "does not have this key yet" err || fail "a warning, though the pin has the key"
  [ "$(json pins.json lists 0 keys)" = "[\"$(tail -n 1 old.pub)\", \"$(tail -n 1 new.pub)\"]" ] || fail "the pin's keys"
  upload_list
  readers_of both

  # 4. The old key is removed from the pin, once the list that is online does not need it.
  expect 0 "$SELFCHECK" pin remove-key pins.json --id leak --key old.pub --list online --now "$now"
  upload_pins new
  readers_of both new
  expect 0 "$SELFCHECK" verify --list online --pin pins.json --now "$now"

  # From then on the old key is of no use to the publisher.
  expect 3 "${next[@]}" --secret-key old.key
  expect 0 "${next[@]}" --secret-key new.key
  upload_list
  readers_of both new
}

rotate "$SELFCHECK" build --kind mobile --out lists/leak "${place[@]}" "${quick[@]}" "${named[@]}" input
rotate "$SELFCHECK" renew --list lists/leak "${place[@]}" --published "$published"

# It is of no use to anybody who has found it either.
for stolen in build renew withdraw; do
  rm -rf stolen stolen.pin.json; cp -a lists/leak stolen
  case $stolen in
    build) by_thief=(build --kind mobile --out stolen "${quick[@]}" "${named[@]}" input) ;;
    *) by_thief=("$stolen" --list stolen --published "$published") ;;
  esac
  expect 0 "$SELFCHECK" "${by_thief[@]}" --secret-key old.key --previous-key new.pub
  expect 12 "$SELFCHECK" check --list stolen --pin site_new.json --now "$now" --json <<<"$member"
  [ "$(json out reason)" = signature_unknown_key ] || fail "what a stolen key has signed: $stolen"
done

# If the first step is left out, the error asks for it.
cp -a lists/leak hurried
cp pins.json hurried.pin.json
expect 0 "$SELFCHECK" renew --list hurried --secret-key stranger.key --previous-key new.pub --published "$published"
err_has "does not have this key yet"
