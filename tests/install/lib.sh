# shellcheck shell=bash disable=SC2034  # the tests use its variables
# The tests in this folder that are in shell begin with it: `. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"`.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# Makes a folder, $work, that is gone when the test ends.
need_work() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
}
