#!/usr/bin/env bash
# Packs a folder under a name, with nothing in the archive that tells when, where or by whom it was packed.
#
#   scripts/packaging/pack.sh NAME FOLDER DIR
#
# DIR/NAME.tar.gz is the archive, in which everything is in a folder NAME. Its files' times are that in SOURCE_DATE_EPOCH.
set -euo pipefail
export LC_ALL=C TZ=UTC

tar --create --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --directory "$2" \
  --transform "s,^\.,$1," . | gzip -9n >"$3/$1.tar.gz"
