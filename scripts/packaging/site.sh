#!/usr/bin/env bash
# Makes a release's files of the site, the one without lists and without an address.
#
#   scripts/packaging/site.sh ENGINE DIR
#
# ENGINE is the folder with the engine. DIR gets, for the version V, selfcheck-site-V.tar.gz and selfcheck-site-V.webcat.json, the manifest of
# exactly the files in it. The manifest is beside the archive and not in it: no manifest can have its own hash, and the site does not serve it as it is.
# The archive's time is that in SOURCE_DATE_EPOCH.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
engine=$1 files=$2
name=selfcheck-site-$("$root/scripts/version")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The umask of whoever runs it would be in the archive's modes.
umask 022
node "$root/web/build.mjs" --engine "$engine" --out "$work/site" --webcat "$files/$name.webcat.json" >/dev/null
"$here/pack.sh" "$name" "$work/site" "$files"
