#!/bin/bash
# Calls `job hash` and its fellows in all ways: in shards, on a machine without the directory, twice at once, and stopped.
. "$(dirname "$0")/lib.sh"

numbers mobile 200 >input
make_key my
fixed=(--group-salt 000102030405060708090a0b0c0d0e0f --list-id 202122232425262728292a2b2c2d2e2f
  --nonce 101112131415161718191a1b1c1d1e1f --seed seed "${quick[@]}" "${named[@]}")
prepare() { "$SELFCHECK" job prepare --job "$1" --kind mobile "${fixed[@]}" input >out 2>err || fail "can't prepare $1"; }
assemble() { expect 0 "$SELFCHECK" job assemble --job "$1" --secret-key my.key --out "$2"; }
job() { expect "$1" "$SELFCHECK" job "${@:2}"; }
no_numbers() { ! grep -E '[0-9]{9}' err || fail "a message with what may be a number"; }

prepare one
job 0 status --job one --json
[ "$(json out done)" = 0 ] && [ "$(json out numbers_per_second)" = None ] || fail "done before it began"
job 0 hash --job one --threads 2 --json
[ "$(json out hashed)" = 200 ] && [ "$(json out threads)" -le 2 ] || fail "not all were hashed"
job 0 hash --job one
out_has "done before"
assemble one one.list

# Machines that share the directory hash in any order. A batch system tells each which shard is its.
prepare shared
chunks=0
for index in 3 1 0 2; do
  SLURM_ARRAY_TASK_ID=$((index + 1)) SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4 \
    job 0 hash --job shared --shard auto --json
  ((chunks += $(json out chunks)))
done
job 0 status --job shared --shards 4 --json
[ "$chunks" = "$(json out chunks)" ] && [ "$chunks" = "$(json out done)" ] || fail "the shards are not the whole"
JOB_COMPLETION_INDEX=999 job 0 hash --job shared --shard auto/1000
assemble shared shared.list
diff -r one.list shared.list || fail "four machines make another list than one"

# Machines that share nothing hash exported files.
prepare here
for shard in 0/2 1/2; do
  job 0 export --job here --shard $shard --to "work.${shard%/2}"
  err_has "as sensitive as the input"
  job 0 import "work.${shard%/2}" --job "there.${shard%/2}"
  job 0 hash --job "there.${shard%/2}" --shard $shard
  job 0 export --job "there.${shard%/2}" --shard $shard --to "done.${shard%/2}" --results
done
[ "$(stat -c %a work.0 there.0 there.0/plan.json)" = $'600\n700\n600' ] || fail "others can read a job's files"
[ ! -e there.0/seed ] || fail "the dummies' seed has left the machine"
job 4 hash --job there.0
err_has "job import"
expect 3 "$SELFCHECK" job assemble --job here --secret-key my.key --out here.list
job 0 import done.1 --job here
head -c 500 done.0 >cut
job 3 import cut --job here
err_has "import it again"
job 0 import done.0 --job here --json
job 0 import done.0 --job here
out_has "nothing new"
assemble here here.list
diff -r one.list here.list || fail "results from elsewhere make another list"

# Of two processes on one shard, the second is told who has it. A signal ends the first, and what it finished is kept.
head -n 100 input >more
numbers mobile 20000 2 >>more
"$SELFCHECK" job prepare --job large --kind mobile "${quick[@]}" "${named[@]}" more >out 2>err || fail "can't prepare"
env --default-signal=INT,TERM "$SELFCHECK" job hash --job large --threads 1 >first.out 2>first.err </dev/null &
first=$!
while kill -0 "$first" && [ -z "$(find large/tags -type f -name '[0-9]*' 2>/dev/null)" ]; do sleep 0.02; done
job 4 hash --job large
err_has "process $first on $(hostname)"
job 4 wipe --job large
err_has "process $first on $(hostname)"
kill -TERM "$first"
status=0
wait "$first" || status=$?
[ "$status" -eq 143 ] || fail "exit code $status after SIGTERM"
job 0 status --job large --json
[ "$(json out done)" -ge 1 ] && [ "$(json out done)" -lt "$(json out chunks)" ] || fail "stopped, and nothing kept"

# Options that make no sense are refused, and so is what is not there.
job 2 hash --job one --shard 4/4
job 2 hash --job one --shard auto
err_has "SLURM_ARRAY_TASK_ID"
job 2 hash --jbo one
err_has "did you mean --job?"
job 2 hsah --job one
err_has "did you mean hash?"
job 3 hash --job nothing
err_has "there is no job"
job 3 import input --job one
no_numbers
job 4 export --job one --shard 0/1 --to work.0
job 2 export --job one --shard 0/1 --to one.list/work

job 0 wipe --job one
[ ! -e one ] || fail "not wiped"
job 3 wipe --job one.list
[ -e one.list/current.minisig ] || fail "wiped a list"
