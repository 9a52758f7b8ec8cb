#!/bin/bash
# Everybody can read what is published, and only the owner what is secret, whatever the umask is. Paths lead where the kernel would
# go, and what is written is on the disk.
. "$(dirname "$0")/lib.sh"

numbers mobile 60 >input
build=("$SELFCHECK" build --kind mobile --secret-key my.key "${quick[@]}" "${named[@]}" --k 5 --bits 1)

umask 077
make_key my
[ "$(stat -c %a my.key)" = 600 ] && [ "$(stat -c %a my.pub)" = 644 ] || fail "modes of a key pair"
expect 0 "${build[@]}" --out new/lists/list --seed seed --pin-out pins.json input
[ "$(stat -c %a seed)" = 600 ] && [ "$(stat -c %a pins.json)" = 644 ] || fail "modes of seed and pins"
[ "$(find new -type d -printf '%m\n' | sort -u)" = 755 ] || fail "modes of directories"
[ "$(find new -type f -printf '%m\n' | sort -u)" = 644 ] || fail "modes of files"
expect 0 "$SELFCHECK" verify --list new/lists/list --pin pins.json --now "$now"
out_has "pass  modes"
chmod 600 "$(find new -name 3333.bin)"
expect 0 "$SELFCHECK" verify --list new/lists/list --pin pins.json --now "$now"
out_has "warn  modes"
umask 022

# A failed first build leaves none of the directories that it made.
expect 3 "${build[@]}" --out far/away/list --group-salt 000102030405060708090a0b0c0d0e0f <(echo nonsense)
[ ! -e far ] || fail "a failed build left directories"

# `..` behind a link is the parent of where the link leads.
mkdir -p real/inner
ln -s real/inner link
expect 0 "${build[@]}" --out link/../list input
[ -f real/list/current.minisig ] && [ -f real/list.pin.json ] || fail "not where the kernel would go"
[ ! -e list ] && [ ! -e list.pin.json ] || fail "somewhere else than where the kernel would go"
expect 4 "${build[@]}" --out nowhere/../list input
[ ! -e list ] && [ ! -e nowhere ] || fail "a path that the kernel would not follow"
expect 0 "$SELFCHECK" verify --list link/../list --pin link/../list.pin.json --now "$now"

# If a list's directory is a link, the files beside it are named after the link, and both names have one lock.
ln -s real/list renamed
expect 0 "${build[@]}" --out renamed/ --pin-out pins.json --pin-id renamed --json input
[ "$(json out sequence)" = 2 ] || fail "not the list that the link leads to"
[ -L renamed ] || fail "the link is gone"

# A link to a file of pins stays a link, also if it leads nowhere yet, and the file keeps its mode.
mkdir site
ln -s ../site/pins.json real/pins.json
expect 0 "${build[@]}" --out linked --pin-out real/pins.json input
[ -L real/pins.json ] && [ -f site/pins.json ] || fail "the link to the pins was replaced"
chmod 640 site/pins.json
expect 0 "${build[@]}" --out linked --pin-out real/pins.json input
[ -L real/pins.json ] && [ "$(json site/pins.json lists 0 min_sequence)" = 2 ] || fail "the pins behind the link"
[ "$(stat -c %a site/pins.json)" = 640 ] || fail "the mode of the pins"
[ "$(ls -A site real | grep -c lock)" = 0 ] || fail "a lock was left"

# All content and every new name is on the disk before the program says that it is done: it has synced the directory, too.
synced() { grep -qE "fsync\([0-9]+<$(realpath .)$1>\) += 0" trace || fail "not synced: $1"; }
traced=(env ASAN_OPTIONS=detect_leaks=0 strace -f -y -e trace=fsync -o trace) # LeakSanitizer can't work under strace
mkdir pins keys
expect 0 "${traced[@]}" "${build[@]}" --out deep/er/list --pin-out pins/other.json input
for directory in "" /deep /deep/er /deep/er/list /deep/er/list/buckets /pins; do synced "$directory"; done
[ "$(grep -cE 'fsync\([0-9]+<[^>]*\.bin>\) += 0' trace)" -ge 4 ] || fail "bodies are closed before they are on the disk"
expect 0 "${traced[@]}" "$SELFCHECK" keygen --no-password --secret keys/a.key --public keys/a.pub
synced /keys
