# shellcheck shell=bash disable=SC2034  # the tests use its variables
# Every test of the program starts with `. "$(dirname "$0")/lib.sh"`. The program is $SELFCHECK, and each test runs in an empty
# directory of its own. Python is always Debian's, which has Debian's packages; a version manager's takes ten times as long to start.

set -euo pipefail
: "${SELFCHECK:?the program to test}"
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
# The processes that a test has in the background. They are killed at its end, also where they are stopped.
background=()
clean_up() {
  for pid in "${background[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT
cd "$work"

# The tests have their own time, so that no list of theirs expires some day.
published=2026-06-01T00:00:00Z
now=2026-06-02T00:00:00Z

fail() {
  echo "FAILED: $*" >&2
  for f in out err; do
    [ ! -e "$f" ] || sed "s/^/  $f: /" "$f" | head -n 40 >&2
  done
  exit 1
}

# expect STATUS COMMAND...: runs the command, whose output is in the files `out` and `err`. It has no terminal, so that a question
# is an error, and not a test that hangs.
expect() {
  local wanted=$1 status=0
  shift
  setsid -w "$@" >out 2>err || status=$?
  [ "$status" -eq "$wanted" ] || fail "exit code $status, not $wanted: $*"
}

out_has() { grep -qF -- "$1" out || fail "standard output lacks: $1"; }
err_has() { grep -qF -- "$1" err || fail "standard error lacks: $1"; }
out_lacks() { ! grep -qF -- "$1" out || fail "standard output has: $1"; }
same() { cmp -s "$1" "$2" || fail "$1 and $2 differ"; }

# tells_nothing_of NUMBER: no five consecutive digits of it are in the last command's output.
tells_nothing_of() {
  local number=$1 at parts=()
  for ((at = 0; at + 5 <= ${#number}; at++)); do parts+=(-e "${number:at:5}"); done
  ! grep -qF "${parts[@]}" -- out err || fail "the output tells digits of a number"
}

# numbers KIND COUNT [SEED]: prints that many distinct synthetic numbers, one a line. A higher count only adds to the end.
numbers() { /usr/bin/python3 "$tests/../synthetic.py" --kind "$1" --count "$2" --seed "${3:-1}"; }

# json FILE PATH...: prints a value in a JSON document.
json() { /usr/bin/python3 -c '
import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2:]:
    value = value[int(key)] if isinstance(value, list) else value[key]
print(json.dumps(value) if isinstance(value, (bool, dict, list)) else value)' "$@"; }

# damage FILE AT: makes the byte at that offset another one, whatever it was.
damage() { /usr/bin/python3 -c '
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(int(sys.argv[2]))
    byte = file.read(1)[0]
    file.seek(-1, 1)
    file.write(bytes([byte ^ 1]))' "$@"; }

make_key() { "$SELFCHECK" keygen --no-password --secret "$1.key" --public "$1.pub" >/dev/null 2>&1; }

# Options for a list that is built in no time, and has one bucket.
quick=(--test --mem 8 --ops 1 --published "$published")
# Options for a build that is ended before it is done: with some thousand numbers it hashes for many minutes on any machine.
endless=(--test --mem 8 --ops 10 --threads 1 --published "$published")
named=(--title "Test list" --publisher "Selfcheck's tests")
# Options for four buckets, where there are 60 numbers or so.
four_buckets=(--p 16 --k 5 --bits 2)

# make_list DIR INPUT [OPTION...]: builds a quick list of mobile numbers, signed with my.key, and DIR.pin.json.
make_list() {
  local dir=$1 input=$2
  shift 2
  [ -e my.key ] || make_key my
  "$SELFCHECK" build --kind mobile --secret-key my.key --out "$dir" "${quick[@]}" "${named[@]}" "$@" "$input" \
    >built 2>&1 || { cat built >&2; fail "can't build $dir"; }
}

# deal_key DIR [T N]: deals a key without passwords, whose shares last for 300 days from today, since keyed lists can't be dated by
# the tests' own time.
deal_key() {
  "$SELFCHECK" deal --threshold "${2:-2}" --of "${3:-3}" --until "$(date -u -d '+300 days' +%F)" --out "$1" \
    --no-password >/dev/null 2>&1 || fail "can't deal $1"
}
quick_keyed=(--test --mem 8 --ops 1)

# keyed_with DIR: prints `build`'s options for the key that was dealt there.
keyed_with() { printf '%s\n' --evaluation "$1/evaluation.json" --share "$1/share-0.key"; }
# Addresses of three evaluators, for tests that need no real ones.
evaluators=(--evaluator https://a.example/e/ --evaluator https://b.example/e/ --evaluator https://c.example/e/)

# check_number STATUS DIR NUMBER [OPTION...]: checks a number with DIR's own pin.
check_number() {
  local wanted=$1 dir=$2 number=$3
  shift 3
  expect "$wanted" "$SELFCHECK" check --list "$dir" --pin "$dir.pin.json" --now "$now" "$@" <<<"$number"
}

# in_background FILE LINES COMMAND...: runs it until the test ends; waits until FILE, its standard output, has so many lines.
in_background() {
  local file=$1 lines=$2
  shift 2
  : >"$file" # it is read before the job below has come to run
  "$@" >"$file" 2>>background.log &
  background+=($!)
  for _ in $(seq 1200); do
    if [ "$(wc -l <"$file")" -ge "$lines" ]; then return 0; fi
    sleep 0.05
  done
  fail "it does not start: $*"
}

# with_fault FAULT COMMAND...: runs the command as on a machine that has this fault (faulty_machine.c). Each time that the fault
# strikes adds a line to the file `struck`.
with_fault() {
  local fault=$1
  shift
  [ -e faulty.so ] || cc -shared -fPIC -O1 -Wall -Wextra -o faulty.so "$tests/faulty_machine.c" -ldl
  rm -f struck
  LD_PRELOAD=$work/faulty.so SELFCHECK_FAULT=$fault SELFCHECK_FAULT_LOG=$work/struck "$@"
}

manifest_of() { sed -n 's/^trusted comment: selfcheck-list\/1 //p' "$1/current.minisig"; }
