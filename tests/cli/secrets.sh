#!/bin/bash
# The signing key is in memory only at the moment of signing. What is secret and stays in memory for longer, numbers too, is locked there,
# and so kept out of swap. Nothing that is in memory gets into a core dump.
. "$(dirname "$0")/lib.sh"
checker=$(dirname "$SELFCHECK")/selfcheck-check

# as_user COMMAND...: becomes the command, which may lock no more than most systems let an ordinary user lock: 8 MiB, also where the
# tests are root's. No signal is ignored because whoever started the tests ignores it.
ordinary=()
! setpriv --bounding-set -ipc_lock true 2>/dev/null || ordinary=(setpriv --bounding-set -ipc_lock --)
as_user() {
  ulimit -c unlimited
  case $(ulimit -l) in
    unlimited | ?????*) ulimit -l 8192 ;;
  esac
  exec "${ordinary[@]}" env --default-signal=QUIT "$@"
}
# start COMMAND...: starts it in the background. What it reads is in the pipe `typed`, and this script writes to it, as descriptor 3.
# Nobody else has the pipe: whatever the program waits for there, it gets from here or never. Sets $pid.
mkfifo typed
start() {
  (as_user "$@" 3>&- 4>&-) <typed >out 2>err &
  pid=$!
  background+=("$pid")
  exec 3>typed
}
type_in() { cat >&3 || fail "it does not read"; }
# has_read: waits until the program has read all that was typed, and so waits for more, and stops it there.
has_read() {
  /usr/bin/python3 - "$pid" <<'END' || fail "it does not read"
import array, fcntl, os, sys, termios, time
unread = array.array("i", [1])
for _ in range(6000):
    fcntl.ioctl(3, termios.FIONREAD, unread)
    if unread[0] == 0:
        sys.exit(0)
    os.kill(int(sys.argv[1]), 0)
    time.sleep(0.01)
sys.exit(1)
END
  stop
}
no_more() { # ends what the program reads, and lets it go on
  exec 3>&-
  kill -CONT "$pid"
}
waits_for() { # waits_for FILE PATTERN: waits until the file has a line like that
  for _ in $(seq 1200); do
    ! grep -qE -- "$2" "$1" || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.05
  done
  fail "$1 never has: $2"
}
stop() { # stops the program that was started last, wherever it is, since one that goes on may change its memory while that is read
  kill -STOP "$pid"
  for _ in $(seq 1200); do
    grep -L '^State:.[Tt]' "/proc/$pid/task/"*/status | grep -q . || return 0
    sleep 0.05
  done
  fail "it does not stop"
}
ended() {
  status=0
  wait "$pid" 2>/dev/null || status=$?
  [ "$status" -eq "$1" ] || fail "exit code $status, not $1"
  [ -z "$(find . -name 'core*' -o -name '*.core')" ] || fail "a core dump"
}

# Another user's process, root's too, may look into the program's memory only with special rights; tests often have them.
lacks() { /usr/bin/python3 "$tests/memory_of.py" "$pid" "${@:2}" || fail "memory while it $1"; }
# keeps WHEN OPTION...: what the options of memory_of.py say is in memory that is locked, and nowhere else.
can_lock=yes
if ! (as_user /usr/bin/python3 "$tests/memory_of.py" can-lock 6); then
  can_lock=
  echo "SKIPPED: whether secrets are in locked memory. This system does not let a program lock 6 MiB (ulimit -l: $(ulimit -l))" >&2
fi
keeps() { [ -z "$can_lock" ] || lacks "$@"; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
# A sanitizer takes mlock() for itself, which libsodium calls for passwords and for a number that is typed.
typed_secret() {
  secret=()
  [ -n "${SELFCHECK_SANITIZERS:-}" ] || secret=(--locked "$1" "$(printf %s "$2" | hex)")
}

numbers mobile 30000 >input # more than the 256 KiB that a program reads at a time
numbers mobile 3000 2 >input_2
cat input input_2 >all
make_key my
# The seed of the key stands behind algorithms, salt, limits and key id.
key=$(sed -n 2p my.key | base64 -d | tail -c +63 | head -c 32 | hex)
signing_key=("the signing key" "$key")
key_file=("the signing key's file" "$(sed -n 2p my.key | tr -d '\n' | hex)")
no_key=(--absent "${signing_key[@]}" --absent "${key_file[@]}")
head -c 32 /dev/urandom | hex >seed
chmod 600 seed
seed=("the seed" "$(cat seed)")
deal_key key
echo "correct horse" >password
PYTHONPATH=$tests /usr/bin/python3 - key/share-0.key >list_key <<'END'
import json, pathlib, sys
from evaluator_client import Share, scalar_bytes

share = Share(sys.argv[1])
secret = share.secret()
share.fields["mem_kib"] = 8192  # costs little, and is no share without a password
share.seal(secret, b"correct horse")
pathlib.Path(sys.argv[1]).write_text(json.dumps(share.fields))
print(scalar_bytes(secret).hex())
END
list_key=("the list's key" "$(cat list_key)")
mapfile -t with_key < <(keyed_with key)
with_key+=(--share-password-file password.pipe "${evaluators[@]}")
mkfifo password.pipe
export SELFCHECK_PROGRESS_SECONDS=0

# A build that waits for the rest of its input has all numbers but those of the last 256 KiB. A password that comes through a pipe is
# kept, since it can't be had again.
cat password >password.pipe &
background+=($!)
start "$SELFCHECK" build --kind mobile --secret-key my.key --out list --seed seed "${endless[@]}" "${named[@]}" "${with_key[@]}" - input_2
type_in <input
has_read
(: <"/proc/$pid/mem") 2>/dev/null ||
  echo "PARTLY SKIPPED: this system lets nobody look into another program's memory. Only how much of it is locked is known" >&2
typed_secret "the password" "correct horse"
lacks "reads" "${no_key[@]}" --absent "${list_key[@]}"
keeps "reads" --locked "${seed[@]}" "${secret[@]}" --numbers keys $((256 * 1024 / 11)) input
# Now it hashes. It has neither of the keys and not the seed, of the numbers those of one group, and nothing of the files that it has read.
no_more
waits_for err '^selfcheck: hashing [1-9]'
stop
grep -qE '^Max core file size +0 +0 ' "/proc/$pid/limits" || fail "core dumps are allowed"
lacks "hashes" "${no_key[@]}" --absent "${list_key[@]}" --absent "${seed[@]}"
plan=list.job/plan.json
keeps "hashes" "${secret[@]}" --numbers keys $(($(json $plan chunk_size) * $(json $plan group_chunks))) all --numbers text 0 all
kill -CONT "$pid"
# Ctrl-\ ends it as Ctrl-C does, and not with a dump of all numbers.
kill -QUIT "$pid"
ended 131
[ ! -e list ] || fail "an interrupted first build left its directory"
rm -r list.job

start "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${endless[@]}" "${named[@]}" input
exec 3>&-
waits_for err '^selfcheck: hashing [1-9]'
kill -ABRT "$pid" # nothing can turn this into an orderly end
ended 134
rm -r list list.job

# While a keyed list is made, the list's key, the seed, slow hashes and numbers are there, and the signing key not yet. The program tells
# how far it is to a socket that has room for a few lines and that nobody reads any more, and so has to wait: with one thread, which sleeps.
head -n 60 input >few
eight_buckets=(--p 16 --k 5 --bits 3)
expect 0 "$SELFCHECK" job prepare --job job --kind mobile --evaluation key/evaluation.json --seed seed "${quick_keyed[@]}" "${named[@]}" \
  "${eight_buckets[@]}" few
expect 0 "$SELFCHECK" job hash --job job
[ -z "$can_lock" ] || (PYTHONPATH=$tests as_user /usr/bin/python3 - "${list_key[1]}" "${seed[1]}" "$key" "${evaluators[@]}") <<'END' ||
import os, pathlib, re, signal, socket, subprocess, sys, time
from memory_of import Memory

list_key, seed, signing_key = (bytes.fromhex(text) for text in sys.argv[1:4])
hashes = []
for file in pathlib.Path("job/tags").iterdir():  # cli/job/chunk_store.h; each of these groups has one chunk
    content = file.read_bytes()
    end = 72 + int.from_bytes(content[64:72], "little")
    hashes += [content[at : at + 32] for at in range(72 + 64, end, 32)]
assert len(hashes) == 60, "the slow hashes are not where they were expected"
ours, its = socket.socketpair()
its.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)  # gives as little room as the system can
command = [os.environ["SELFCHECK"], "job", "assemble", "--job", "job", "--secret-key", "my.key", "--out", "keyed"]
command += ["--share", "key/share-0.key", "--share-password-file", "password", *sys.argv[4:]]
program = subprocess.Popen(command, stderr=its, stdout=subprocess.DEVNULL)
its.close()
try:
    told = b""
    while b"selfcheck: writing" not in told:
        told += ours.recv(1)
        assert told, "it does not write"
    while not re.search(r"^State:\tS.*^Threads:\t1$", pathlib.Path(f"/proc/{program.pid}/status").read_text(), re.DOTALL | re.MULTILINE):
        assert program.poll() is None, "it has ended"
        time.sleep(0.01)
    program.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, program.pid, os.WSTOPPED)
    assert b"writing 15 of 16" not in ours.recv(100_000, socket.MSG_PEEK), "it has gone on"
    memory = Memory(program.pid)
    memory.locked("the list's key", list_key)
    memory.locked("the seed", seed)
    memory.locked_hashes(hashes, 12)  # as many as the last group has, and the others have more
    memory.locked_numbers("keys", pathlib.Path("few").read_text().split(), 12)
    memory.absent("the signing key", signing_key)
    memory.compare_size()
finally:
    program.kill()
    program.wait()
END
  fail "memory while it writes"

# A key that is to sign at once is kept until then, here for as long as somebody else has the lock of the pins.
make_list list few "${eight_buckets[@]}"
mkfifo hold
/usr/bin/python3 -u -c '
import fcntl, sys
with open(".list.pin.json.lock", "w") as lock:
    fcntl.lockf(lock, fcntl.LOCK_EX)
    print("held")
    sys.stdin.read()' <hold >held &
pid=$!
background+=("$pid")
exec 4>hold
waits_for held held
start "$SELFCHECK" renew --secret-key my.key --list list --published 2026-06-01T12:00:00Z
exec 3>&-
waits_for err 'waiting for the lock'
stop
keeps "waits" --locked "${signing_key[@]}" --absent "${key_file[@]}"
exec 4>&-
kill -CONT "$pid"
ended 0

# A list's key that is split anew is there while passwords are asked for, and so are those that were said.
until=$(date -u -d '+300 days' +%F)
start "$SELFCHECK" deal --again key/share-0.key --again-password-file password --threshold 2 --of 3 --until "$until" --out again \
  --password-file - --password-file - --password-file - --password-file -
type_in <<<"battery staple"
has_read
typed_secret "a password" "battery staple"
keeps "asks" --locked "${list_key[@]}" "${secret[@]}"
no_more
ended 3

# Of the programs for checking: one number, of which it waits to see that no other follows; and a file's, while they are read and while
# they are hashed. There the first line is none, and is told at once.
"$SELFCHECK" build --kind mobile --secret-key my.key --out slow "${endless[@]}" "${named[@]}" \
  <(head -n 3 input) >built 2>&1 || fail "a slow list: $(cat built)"
for program in "$SELFCHECK" "$checker"; do
  start "$program" check --list list --pin list.pin.json --now "$now"
  number=$(head -n 1 input)
  type_in <<<"$number"
  has_read
  typed_secret "the number" "$number"
  keeps "waits" "${secret[@]}"
  no_more
  ended 10

  start "$program" check --list slow --pin slow.pin.json --now "$now" --threads 1 --file -
  { echo "junk......"; cat input; } | type_in
  has_read
  keeps "reads" --numbers digits $((256 * 1024 / 11 - 1)) input
  no_more
  waits_for out could_not_tell
  stop
  keeps "checks" --numbers digits 30000 input
  kill -CONT "$pid"
  kill -QUIT "$pid"
  ended 131
done
