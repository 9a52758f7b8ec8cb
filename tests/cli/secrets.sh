#!/bin/bash
# The signing key is in memory only at the moment of signing, and nothing that is in memory gets into a core dump.
. "$(dirname "$0")/lib.sh"

numbers mobile 20000 >input
make_key my
start_build() {
  rm -rf list list.pin.json list.job
  (
    ulimit -c unlimited
    exec "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${endless[@]}" "${named[@]}" input
  ) >out 2>err </dev/null &
  build=$!
  for _ in $(seq 1200); do
    ! compgen -G 'list/.build-??????' >/dev/null || return 0
    sleep 0.05
  done
  fail "the build does not start"
}
ended() {
  status=0
  wait "$build" 2>/dev/null || status=$?
  [ "$status" -eq "$1" ] || fail "exit code $status, not $1"
  [ -z "$(find . -name 'core*' -o -name '*.core')" ] || fail "a core dump"
}

start_build
kill -STOP "$build"
grep -qE '^Max core file size +0 +0 ' "/proc/$build/limits" || fail "core dumps are allowed"
# Another user's process, root's too, may look into this one only with special rights; tests often have them.
/usr/bin/python3 - "$build" my.key <<'END' || fail "the secret key is in memory while the build hashes"
import base64, sys
pid, key_file = sys.argv[1:]
text = open(key_file).read().split("\n")[1]
key = base64.b64decode(text)[62:94]  # the seed stands behind algorithms, salt, limits and key id
looked_at = 0
try:
    memory = open(f"/proc/{pid}/mem", "rb", 0)
except PermissionError:
    sys.exit(0)  # this machine lets nobody look, which is what the test wants to know
for line in open(f"/proc/{pid}/maps"):
    span, rights = line.split()[:2]
    if "r" not in rights or "w" not in rights:
        continue
    first, end = (int(x, 16) for x in span.split("-"))
    if end - first > 1 << 32:
        continue  # a sanitizer's own
    try:
        memory.seek(first)
        content = memory.read(end - first)
    except (OSError, ValueError):
        continue
    looked_at += len(content)
    if key in content or text.encode() in content:
        sys.exit(1)
sys.exit(0 if looked_at > 10_000 else 2)
END
kill -CONT "$build"
# Ctrl-\ ends it as Ctrl-C does, and not with a dump of all numbers.
kill -QUIT "$build"
ended 131
[ ! -e list ] || fail "an interrupted first build left its directory"

start_build
kill -ABRT "$build" # nothing can turn this into an orderly end
ended 134
