#!/bin/bash
# Runs selfcheck-evaluator: what it refuses to start with, what it answers, its signals, its rate, and that nobody gets at its
# share. evaluator_http.py tries the statuses one by one.
. "$(dirname "$0")/lib.sh"
evaluator=$(dirname "$SELFCHECK")/selfcheck-evaluator

# start NAME [OPTION...]: starts it in the background, on any free port. What it prints is in NAME.log. Sets $name, $pid and $url.
start() {
  name=$1
  shift
  : >"$name.log" # it is read before the job below has come to run
  (ulimit -c unlimited && exec "$evaluator" --port 0 "$@") >"$name.log" 2>&1 </dev/null &
  pid=$!
  background+=("$pid")
  for _ in $(seq 1200); do
    url=$(sed -n 's/^listening on //p' "$name.log")
    [ -z "$url" ] || return 0
    kill -0 "$pid" 2>/dev/null || fail "it does not start: $(cat "$name.log")"
    sleep 0.05
  done
  fail "it does not answer: $(cat "$name.log")"
}
# ended STATUS: waits until the evaluator that was started last has ended with this status.
ended() {
  local status=0
  wait "$pid" 2>/dev/null || status=$?
  [ "$status" -eq "$1" ] || fail "exit code $status, not $1: $(cat "$name.log")"
}
waits_for() { # waits_for FILE TEXT: waits until the file has the text
  for _ in $(seq 1200); do
    ! grep -qF -- "$2" "$1" || return 0
    sleep 0.05
  done
  fail "$1 never has: $2: $(cat "$1")"
}
client() { PYTHONPATH=$tests /usr/bin/python3 "$@"; }

deal_key key
client "$tests/evaluator_client.py" deal long
client "$tests/evaluator_client.py" deal locked --password 'correct horse'
client "$tests/evaluator_client.py" deal over --not-after 2026-01-01T00:00:00Z
printf 'correct horse\n' >password
printf 'battery staple\n' >wrong

# It does not start with any of these.
expect 2 "$evaluator"
expect 2 "$evaluator" --share key/share-1.key
expect 2 "$evaluator" --share key/share-1.key --port 65536
expect 2 "$evaluator" --share key/share-1.key --port 0 --rate 0
expect 2 "$evaluator" --share key/share-1.key --port 0 --rate 5 --rate-file rate
expect 2 "$evaluator" --share key/share-1.key --port 0 --listen localhost
err_has "an IP address of this machine"
expect 2 "$evaluator" --share key/share-1.key --port 0 --frobnicate
err_has "selfcheck-evaluator --help"
expect 2 "$evaluator" --share locked/share-1.key --port 0
err_has "no terminal to ask on"
expect 2 "$evaluator" --share locked/share-1.key locked/share-2.key --password-file password --port 0
err_has "one --password-file for each --share"
expect 3 "$evaluator" --share locked/share-1.key --password-file wrong --port 0
err_has "password is wrong"
expect 3 "$evaluator" --share key/share-0.key --port 0
err_has "the publisher's share"
expect 3 "$evaluator" --share key/share-1.key --share key/share-0.key --port 0
expect 3 "$evaluator" --share key/share-1.key key/share-2.key key/share-1.key --port 0
err_has "two of the shares are the same"
# The password is asked for, and not shown. That the shares are refused only afterwards shows that both were opened.
/usr/bin/python3 "$tests/on_terminal.py" --status 3 --type 'correct horse' --type 'correct horse' \
  "$evaluator" --share locked/share-1.key locked/share-1.key --port 0 >screen || fail "$(cat screen)"
grep -qF "Password of 'locked/share-1.key': " screen || fail "it does not say whose password: $(cat screen)"
grep -qF "two of the shares are the same" screen || fail "$(cat screen)"
! grep -qF "horse" screen || fail "the password is on the screen"
/usr/bin/python3 "$tests/on_terminal.py" --status 3 --type 'battery staple' "$evaluator" --share locked/share-1.key --port 0 >screen || fail "$(cat screen)"
grep -qF "password is wrong" screen || fail "$(cat screen)"
expect 4 "$evaluator" --share missing --port 0
expect 3 "$evaluator" --share key/evaluation.json --port 0
sed 's/"index": 1/"index": 2/' key/share-1.key >other
expect 3 "$evaluator" --share other --port 0
expect 4 "$evaluator" --share key/share-1.key --port 0 --rate-file rate
for rate in '' 0 -1 5.5 many 100001 '5 6' 99999999999999999999; do
  printf '%s\n' "$rate" >rate
  expect 3 "$evaluator" --share key/share-1.key --port 0 --rate-file rate
  err_has "holds no rate"
done
expect 0 "$evaluator" --help
out_has "127.0.0.1"
expect 0 "$evaluator" --version

# Here every status is tried, with two shares.
start both --share long/share-2.key long/share-1.key --rate 100000 --metrics-port 0
metrics=$(sed -n 's/^selfcheck: metrics on //p' both.log)
client "$tests/evaluator_http.py" "$url" "$metrics" long/share-2.key long/share-1.key >/dev/null || fail "evaluator_http.py"
port=${url##*:}
expect 4 "$evaluator" --share key/share-1.key --port "$port"
err_has "another program has the port"
# Only this machine can reach it, unless it is told otherwise.
[ "$(grep -cE "^ *[0-9]+: [0-9A-F]{8}:$(printf '%04X' "$port") 00000000:0000 0A" /proc/net/tcp)" -eq 1 ] || fail "not one listening socket"
grep -qE "^ *[0-9]+: 0100007F:$(printf '%04X' "$port") 00000000:0000 0A" /proc/net/tcp || fail "others can reach it"
kill -TERM "$pid"
ended 0
waits_for both.log "since the start: "
! grep -vE '^(selfcheck: (share [0-9] of 3, 2 of which are needed: [0-9a-f]{8}, until |[0-9,]+ answers a second|metrics on |since the start: )|listening on )' both.log ||
  fail "the log has more than it may"

# After a share's end nobody is answered with it, but with the others they are. The rate of one share does not limit another.
start over --share over/share-1.key long/share-1.key key/share-3.key --rate 2
grep -qF "'over/share-1.key' has ended on 2026-01-01" over.log || fail "no warning of the end: $(cat over.log)"
client - "$url" <<'PY' || fail "ends and limits"
import sys, time, urllib.request, urllib.error
from evaluator_client import Share, is_good_answer, question, random_element

def ask(name):
    share, blinded = Share(name), random_element()
    request = urllib.request.Request(sys.argv[1], question(share.public_key, blinded), {"Content-Type": ""}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            assert is_good_answer(share.public_key, blinded, response.read())
            return response.status, response.headers
    except urllib.error.HTTPError as error:
        assert error.read() == b"" and error.headers["Access-Control-Allow-Origin"] == "*"
        return error.code, error.headers

assert [ask("over/share-1.key")[0] for _ in range(20)] == [410] * 20  # the end is looked at before the rate
began, answered, waits = time.monotonic(), 0, []
for _ in range(2000):
    status, headers = ask("long/share-1.key")
    if status == 429:
        waits.append(int(headers["Retry-After"]))
        if len(waits) == 20:
            break
    answered += status == 200
assert len(waits) == 20 and min(waits) >= 1 and max(waits) <= 60
assert waits[-1] > 1, "all are told to come back together"
assert answered <= 4 + 2 * (time.monotonic() - began) + 1, "faster than the rate"
assert ask("key/share-3.key")[0] == 200
PY
kill -TERM "$pid"
ended 0

# The rate is read again from its file. A file that holds no rate changes nothing.
echo 20 >rate
start rate --share key/share-1.key --rate-file rate --metrics-port 0
metrics=$(sed -n 's/^selfcheck: metrics on //p' rate.log)
grep -qF "20 answers a second" rate.log || fail "no rate"
echo 2000 >rate
kill -HUP "$pid"
waits_for rate.log "2,000 answers a second"
curl -fsS "$metrics" | grep -qx "selfcheck_evaluator_rate 2000" || fail "the metrics have another rate"
echo none >rate
kill -HUP "$pid"
waits_for rate.log "'rate' holds no rate; it stays at 2,000"
rm rate
kill -HUP "$pid"
waits_for rate.log "there is no file 'rate'; it stays at 2,000 answers a second"
curl -fsS "$metrics" | grep -qx "selfcheck_evaluator_rate 2000" || fail "a rate that can't be read changed it"

# After SIGTERM, who is being answered gets the answer, and nobody else gets in.
client - "$url" "$pid" key/share-1.key <<'PY' || fail "SIGTERM cut somebody off"
import os, signal, socket, sys, time, urllib.parse
from evaluator_client import Share, is_good_answer, question, random_element

where = urllib.parse.urlsplit(sys.argv[1])
share, blinded = Share(sys.argv[3]), random_element()
asked = question(share.public_key, blinded)
connection = socket.create_connection((where.hostname, where.port), 60)
connection.sendall(b"POST / HTTP/1.1\r\nHost: evaluator\r\nContent-Length: 80\r\nExpect: 100-continue\r\n\r\n")
stream = connection.makefile("rb")
assert stream.readline().startswith(b"HTTP/1.1 100"), "it has not begun"
os.kill(int(sys.argv[2]), signal.SIGTERM)
for _ in range(1000):
    try:
        socket.create_connection((where.hostname, where.port), 60).close()
        time.sleep(0.005)
    except ConnectionError:
        break
else:
    sys.exit("it goes on listening")
connection.sendall(asked)
answer = stream.read()  # reads until it hangs up
assert b"HTTP/1.1 200" in answer and is_good_answer(share.public_key, blinded, answer[-112:]), answer[:300]
assert b"connection: close" in answer.lower()
PY
ended 0

# The share is only in memory that is locked and left out of dumps, and the password is nowhere. No other user may look.
start locked --share locked/share-1.key --password-file password --rate 1000
[ "$(stat -c %u "/proc/$pid/mem")" = 0 ] || fail "its owner's other processes may look into its memory"
grep -qE '^Max core file size +0 +0 ' "/proc/$pid/limits" || fail "core dumps are allowed"
client - "$url" "$pid" locked/share-1.key <<'PY' || fail "the share or its password lies about in memory"
import re, sys, urllib.request
from evaluator_client import Share, question, random_element, scalar_bytes

share = Share(sys.argv[3])
for _ in range(100):
    urllib.request.urlopen(urllib.request.Request(sys.argv[1], question(share.public_key, random_element())), timeout=60)
secret = scalar_bytes(share.secret(b"correct horse"))
try:
    memory = open(f"/proc/{sys.argv[2]}/mem", "rb", 0)
except PermissionError:
    sys.exit(0)  # this machine lets nobody look, which is what the test wants to know
found = looked_at = 0
for area in re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", open(f"/proc/{sys.argv[2]}/smaps").read()):
    span, rights = area.split()[:2]
    flags = re.search(r"VmFlags: (.*)", area).group(1).split()
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
    assert b"correct horse" not in content, "the password"
    if secret in content:
        found += 1
        assert {"lo", "dd"} <= set(flags), f"the share, in {area.splitlines()[0]}: {flags}"
assert looked_at > 10_000 and found == 1, (looked_at, found)
PY
kill -ABRT "$pid" # nothing can turn this into an orderly end
ended 134
[ -z "$(find . -name 'core*' -o -name '*.core')" ] || fail "a core dump"

# The machine computes wrongly, from the start or later.
export SELFCHECK_FAULT_AFTER=10 # by then the share is opened, and no question was answered yet
with_fault worn_group expect 4 "$evaluator" --share key/share-1.key --port 0
[ -e struck ] || fail "no fault"
err_has "this machine can't be relied on"
export SELFCHECK_FAULT_AFTER=400
with_fault worn_group start worn --share key/share-1.key --rate 100000
client - "$url" key/share-1.key <<'PY' || fail "a machine that computes wrongly goes on"
import sys, urllib.request
from evaluator_client import Share, is_good_answer, question, random_element

share = Share(sys.argv[2])
good = 0
for _ in range(1000):
    blinded = random_element()
    try:
        with urllib.request.urlopen(urllib.request.Request(sys.argv[1], question(share.public_key, blinded)), timeout=60) as response:
            good += is_good_answer(share.public_key, blinded, response.read())
    except OSError:
        break
else:
    sys.exit("it answers and answers")
assert good > 20
PY
ended 4
grep -qF "this machine can't be relied on" worn.log || fail "it does not say why: $(cat worn.log)"

# It is linked with none of the builder's libraries.
ldd "$evaluator" >linked
! grep -E 'libarchive|libcsv|libssl|libz\.|libcpp-httplib|libcurl' linked || fail "it links what only others need"
nm -C --defined-only "$evaluator" >symbols
! grep -E 'argon2|minisign|BucketBuilder|normalize|Manifest|CheckSession|csv' symbols || fail "it holds what only others need"
