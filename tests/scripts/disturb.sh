#!/usr/bin/env bash
# Tests scripts/disturb: what it runs is stopped and goes on, what it ran is not stopped at the end, and its exit status is the command's.
set -euo pipefail
disturb=$(dirname "${BASH_SOURCE[0]}")/../../scripts/disturb
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "disturb.sh: $*" >&2
  exit 1
}

# The command watches a process of its own until it has seen it stopped and going on, and ends with 7.
cat >"$work/watch" <<'EOF'
#!/usr/bin/env bash
sleep infinity &
echo $! >"$1"
state() { sed 's/^.*) \(.\).*/\1/' "/proc/$!/stat"; }
for wanted in T S; do
  until [ "$(state)" = "$wanted" ]; do sleep 0.01; done
done
exit 7
EOF
chmod +x "$work/watch"
status=0
timeout 60 "$disturb" -- "$work/watch" "$work/pid" 2>"$work/said" || status=$?
[ "$status" = 7 ] || fail "exit status $status"
grep -qE '^disturb: [1-9][0-9]* stops, exit status 7$' "$work/said" || fail "it says: $(cat "$work/said")"
# What the command has left running goes on.
pid=$(cat "$work/pid")
for ((looks = 0; looks < 6000; looks++)); do
  [ "$(sed 's/^.*) \(.\).*/\1/' "/proc/$pid/stat")" != S ] || break
  sleep 0.01
done
[ "$looks" -lt 6000 ] || fail "it is still stopped"
kill "$pid"

# Several runs in a row end with the first that fails.
cat >"$work/third" <<'EOF'
#!/usr/bin/env bash
echo run >>"$1"
[ "$(wc -l <"$1")" -lt 3 ]
EOF
chmod +x "$work/third"
status=0
"$disturb" --runs 5 --share 0 -- "$work/third" "$work/runs" 2>/dev/null || status=$?
[ "$status $(wc -l <"$work/runs")" = "1 3" ] || fail "exit status $status after $(wc -l <"$work/runs") runs"
"$disturb" --runs 2 --share 0 -- true 2>"$work/said"
[ "$(cat "$work/said")" = "$(printf 'disturb: 0 stops, exit status 0\n%.0s' 1 2)" ] || fail "it says: $(cat "$work/said")"

# A signal that ends the command.
status=0
"$disturb" -- bash -c 'kill -KILL $$' 2>/dev/null || status=$?
[ "$status" = 137 ] || fail "exit status $status after a signal"
echo "what is disturbed is stopped, and goes on"
