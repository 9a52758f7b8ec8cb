#!/bin/bash
# A build that is stopped, killed, or runs out of room leaves the present edition whole.
. "$(dirname "$0")/lib.sh"

numbers mobile 50 >input
numbers mobile 20000 >large
make_list list input
cp -a list before
unchanged() { diff -r list before || fail "$1 changed the list"; }

# Starts a build in the background, and waits until it hashes. A shell lets its background jobs ignore SIGINT, which a terminal does
# not.
start_build() {
  env --default-signal=INT,TERM "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${endless[@]}" "${named[@]}" large \
    >out 2>err </dev/null &
  build=$!
  for _ in $(seq 1200); do
    ! compgen -G 'list/.build-??????' >/dev/null || return 0
    sleep 0.05
  done
  fail "the build does not start"
}
stop_build() {
  status=0
  kill "-$1" "$build"
  wait "$build" || status=$?
}

start_build
expect 4 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" input
err_has "another build"
err_has "process $build on $(hostname)"
[ "$(stat -c %F list/.build-lock)" = "regular file" ] || fail "a lock that other machines can't see"
stop_build INT
[ "$status" -eq 130 ] || fail "exit code $status after SIGINT"
unchanged SIGINT

err_has "the same command goes on with it"
[ -e list.job/plan.json ] || fail "what was hashed is lost"

start_build
stop_build TERM
[ "$status" -eq 143 ] || fail "exit code $status after SIGTERM"
unchanged SIGTERM

# What a killed build leaves is hidden, and the next build clears it away. Another build does not take its job.
start_build
stop_build KILL
compgen -G 'list/.build-*' >/dev/null || fail "nothing to clear away"
check_number 10 list "$(head -n 1 input)"
expect 3 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" input
err_has "job wipe"
expect 0 "$SELFCHECK" job wipe --job list.job
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" input
! compgen -G 'list/.build-*' >/dev/null || fail "not cleared away"

# After a killed first build the directory is no list yet, and can become one.
rm -r list list.pin.json
start_build
stop_build KILL
expect 0 "$SELFCHECK" job wipe --job list.job
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" input
rm -r list list.pin.json
start_build
stop_build TERM
[ ! -e list ] || fail "an interrupted first build left its directory"
rm -r list.job

# There is no room: a file may have 1 KiB at most, and a bucket needs more.
cp -a before list
head -n 1000 large >medium
expect 4 bash -c 'trap "" XFSZ; ulimit -f 1; exec "$@"' - \
  "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" medium
unchanged "a full disk"
[ ! -e list.job ] || fail "something is left of a job that was not prepared"
