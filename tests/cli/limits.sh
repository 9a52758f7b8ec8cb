#!/bin/bash
# Affinity masks and control groups are obeyed: a build in a container uses what the container may have, and is not killed.
. "$(dirname "$0")/lib.sh"

threads() { "$@" "$SELFCHECK" plan --kind mobile --entries 10 --mem 8 --ops 1 --json >out 2>err; json out build cores; }
last=$(taskset -cp $$ | grep -oE '[0-9]+$')
[ "$(threads taskset -c "$last")" = 1 ] || fail "more threads than the affinity mask has processors"

# The test makes its own control groups, where this machine allows that. They are of version 1; machine_limits_test.cpp reads files
# of version 2.
groups=()
trap 'for g in "${groups[@]}"; do rmdir "$g" 2>/dev/null || true; done; rm -rf "$work"' EXIT
new_group() {
  group=/sys/fs/cgroup/$1/selfcheck-test-$$
  mkdir "$group" 2>/dev/null && [ -e "$group/cgroup.procs" ] || return 1
  groups+=("$group")
  in_group=(env "GROUP=$group" sh -c 'echo $$ >"$GROUP/cgroup.procs" && exec "$@"' -)
}

if new_group memory; then
  echo $((100 * 1024 * 1024)) >"$group/memory.limit_in_bytes"
  numbers mobile 4 >input
  make_key my
  # At the default cost two threads would need 128 MiB, and be killed.
  expect 0 "${in_group[@]}" "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${named[@]}" --published "$published" \
    --threads 2 input
  check_number 10 list "$(head -n 1 input)"
fi
if new_group cpu; then
  cat "$group/cpu.cfs_period_us" >"$group/cpu.cfs_quota_us"
  [ "$(threads "${in_group[@]}")" = 1 ] || fail "more threads than the quota has processors"
fi
