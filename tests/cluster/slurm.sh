#!/usr/bin/env bash
# Runs cli/cluster/selfcheck.sbatch on a Slurm cluster of two nodes, which it starts on this machine and takes down
# again. One node dies while it hashes, and stays dead. The other does its shard, nothing is hashed twice, and the list
# is byte for byte the one that a single machine builds.
. "$(dirname "$0")/../cli/lib.sh"
sbatch_file=$(realpath "$tests/../../cli/cluster/selfcheck.sbatch")

for program in munged slurmctld slurmd sbatch strace; do
  command -v "$program" >/dev/null || fail "$program is missing: apt-get install slurm-wlm munge strace"
done

# of NAME: prints the processes of a daemon or a node. They are those that work or write in the folder of its name, and
# a node's tasks.
of() {
  {
    find /proc/[0-9]*/cwd /proc/[0-9]*/fd -lname "$work/$1/*" | cut -d/ -f3
    grep -lzxF "SLURMD_NODENAME=$1" /proc/[0-9]*/environ | xargs -r grep -lzxF "WORK=$work" | cut -d/ -f3
  } 2>/dev/null | sort -un || true
}
# die NAME...: ends them all at once, as a power cut does, so that none of them can report that another has ended.
die() {
  local name pids
  for name; do
    for _ in $(seq 1200); do
      pids=$(of "$name")
      [ -n "$pids" ] || continue 2
      kill -STOP $pids 2>/dev/null || true
      kill -KILL $pids 2>/dev/null || true
      sleep 0.05
    done
    fail "can't stop $name"
  done
}
trap 'die n1 n2 controller munge; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

show_logs() {
  squeue >&2 || true
  tail -n 15 "$work"/*/*.log "$work"/*.log >&2 || true
}

# until_true WHAT COMMAND...: waits until the command succeeds, but not for ever.
until_true() {
  local what=$1 end=$((SECONDS + 300))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { show_logs; fail "five minutes on: $what"; }
    sleep 0.1
  done
}

# Finds free ports below those that the system gives to programs that ask for any port.
free_ports() {
  /usr/bin/python3 -c '
import random, socket, sys
held = []
while len(held) < int(sys.argv[1]):
    port = socket.socket()
    try:
        port.bind(("127.0.0.1", random.randrange(15000, 30000)))
    except OSError:
        continue
    held.append(port)
print(*(port.getsockname()[1] for port in held))' "$1"
}

start_daemons() {
  local host port_of
  host=$(hostname -s)
  read -r -a port_of <<<"$(free_ports 3)"
  chmod 711 "$work"  # munged wants its socket in a folder that everybody can enter
  mkdir munge controller n1 n2
  (umask 077 && head -c 128 /dev/urandom >munge/key)
  munged --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
    --log-file="$work/munge/munged.log" --seed-file="$work/munge/seed" || fail "munged does not start"

  # The controller gives up a node that has been silent for ten seconds. A node has one processor and room for one task,
  # whatever this machine has. A requeued task waits as long as a credential lasts.
  cat >slurm.conf <<END
ClusterName=selfcheck
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=5
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmctldPort=${port_of[0]}
SlurmctldPidFile=$work/controller/pid
SlurmctldLogFile=$work/controller/slurmctld.log
StateSaveLocation=$work/controller/state
SlurmdPidFile=$work/%n/pid
SlurmdLogFile=$work/%n/slurmd.log
SlurmdSpoolDir=$work/%n/spool
SlurmdParameters=config_overrides
SlurmdTimeout=10
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_min_interval=100000
JobRequeue=0
ReturnToService=2
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=${port_of[1]} CPUs=1 RealMemory=600
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=${port_of[2]} CPUs=1 RealMemory=600
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
  export SLURM_CONF=$work/slurm.conf
  mkdir controller/state n1/spool n2/spool
  slurmctld -D &>controller/output.log &
  disown
  start_node n1
  start_node n2
  until_true "the controller does not answer, or a node is not idle" two_nodes_idle
}

start_node() {
  (cd "$1" && exec slurmd -D -N "$1" &>output.log) &
  disown
}
two_nodes_idle() { [ "$(sinfo -h -N -o %t | grep -c '^idle$')" = 2 ]; }

numbers mobile 3200 >numbers.txt
fixed=("${quick[@]}" "${named[@]}" --list-id 00112233445566778899aabbccddeeff --nonce ffeeddccbbaa99887766554433221100
  --group-salt 0123456789abcdef0123456789abcdef --seed seed)
printf '%064d\n' 7 >seed
chmod 600 seed
make_key my
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out single "${fixed[@]}" numbers.txt
expect 0 "$SELFCHECK" job prepare --kind mobile --job job "${fixed[@]}" numbers.txt

# The tasks run the program itself. Only the first task on the second node halts when the third file of its shard is
# about to get its name.
mkdir bin
cat >bin/selfcheck <<'END'
#!/bin/sh
if [ "$SLURMD_NODENAME" = n2 ] && mkdir "$WORK/halting" 2>/dev/null; then
  exec strace -f -qq -o "$WORK/halting/strace" -e trace=rename,renameat,renameat2 \
    -e inject=rename,renameat,renameat2:signal=STOP:when=3 "$SELFCHECK" "$@"
fi
exec "$SELFCHECK" "$@"
END
chmod +x bin/selfcheck

start_daemons
SELFCHECK=$(realpath "$SELFCHECK") WORK=$work PATH=$work/bin:$PATH \
  sbatch --parsable --array=0-3 --cpus-per-task=1 --mem=600M --output="$work/task-%a.log" "$sbatch_file" job >array ||
  fail "sbatch refuses the array"
array=$(cat array)

# What strace does makes the program stop for a moment again and again, so its state says nothing.
halted() { grep -qF 'stopped by SIGSTOP' halting/strace; }
until_true "no task has halted on the second node" halted
shard=$(squeue -h --array -t RUNNING -w n2 -o %K)
expect 0 "$SELFCHECK" job status --job job --shards 4 --json
done_before=$(json out shards "$shard" done)
{ [ "$done_before" -ge 1 ] && [ "$done_before" -lt "$(json out shards "$shard" chunks)" ]; } ||
  fail "the node does not die in the middle of its shard, but after $done_before of its chunks"
die n2

array_is_over() { squeue >tasks && [ "$(wc -l <tasks)" = 1 ]; }
until_true "the array is not over" array_is_over
scontrol --oneliner show job "$array" >tasks
[ "$(grep -c 'JobState=COMPLETED .*ExitCode=0:0' tasks)" = 4 ] || { show_logs; fail "a task has failed: $(cat tasks)"; }
grep -q "ArrayTaskId=$shard .*Restarts=1 " tasks || fail "the shard of the node that died was not requeued"
grep -qx "  done before  *$done_before chunks*" task-"$shard".log ||
  fail "what the dead node had finished is hashed again"

expect 0 "$SELFCHECK" job assemble --job job --secret-key my.key --out list
diff -r single list >out || fail "the cluster's list is not the single machine's"
echo "Shard $shard/4 went on after $done_before of its chunks, and the lists are the same"
