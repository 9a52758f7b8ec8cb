#!/usr/bin/env bash
# Writes the sums of all files of a release, and signs them.
#
#   scripts/packaging/sums.sh DIR [KEY COMMENT]
#
# DIR/SHA256SUMS names each file in DIR with its SHA-256. With a KEY of minisign, DIR/SHA256SUMS.minisig is its signature, with COMMENT as
# the trusted comment, which is signed, too.
set -euo pipefail

files=$1
[ ! -e "$files/SHA256SUMS" ] || { echo "sums.sh: error: there are sums in $files already" >&2; exit 1; }
sums=$(cd "$files" && sha256sum -- *)
printf '%s\n' "$sums" >"$files/SHA256SUMS"
[ $# -eq 1 ] || minisign -S -s "$2" -m "$files/SHA256SUMS" -t "$3"
