#!/bin/bash
# A machine that computes or writes wrongly publishes nothing. One that has too little room goes on with fewer threads.
. "$(dirname "$0")/lib.sh"

numbers mobile 120 >input
numbers mobile 160 | tail -n 40 >others
make_list list input # the edition that readers have
cp -a list before

# build_with FAULT STATUS [OPTION...]: builds the next edition from the start, on two threads. The fault must have struck.
build_with() {
  local fault=$1 wanted=$2
  shift 2
  rm -rf list.job
  with_fault "$fault" expect "$wanted" \
    "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" --threads 2 "$@" input
  [ -s struck ] || fail "the fault $fault did not strike"
}

for fault in one_thread worn_out now_and_then disk signature; do
  build_with "$fault" 4
  err_has "this machine can't be relied on"
  err_has "nothing was published"
  diff -r before list || fail "published, or left something, with the fault $fault"
done
# The numbers are looked for in memory, and the thread sanitizer has a heap of its own, in which they are not found.
if [ "${SELFCHECK_SANITIZERS:-}" != thread ]; then
  build_with bit_flip 4
  err_has "memory no longer holds the numbers"
  diff -r before list || fail "published with a number that changed in memory"
fi
build_with system 4
err_has "give two results"
diff -r before list || fail "published what the system's own Argon2id contradicts"
# The same holds with several buckets.
build_with now_and_then 4 "${four_buckets[@]}"
err_has "hashed a second time"
diff -r before list || fail "published with a fault in several buckets"

# A keyed list's tag is made from two values, either of which may come out wrong.
deal_key key
mapfile -t with_key < <(keyed_with key)
quick_before=("${quick[@]}")
quick=("${quick_keyed[@]}")
for fault in now_and_then group digest; do
  build_with "$fault" 4 "${with_key[@]}" "${evaluators[@]}"
  err_has "this machine can't be relied on"
  diff -r before list || fail "published, or left something, with the fault $fault"
done
quick=("${quick_before[@]}")

# Too little room is no fault: the same list is made with fewer threads.
for fault in memory threads no_thread; do
  build_with "$fault" 0
  err_has "going on with 1 thread"
  check_number 10 list "$(head -n 1 input)"
  check_number 10 list "$(tail -n 1 input)"
  check_number 11 list "$(head -n 1 others)"
done

# A sound machine says how many numbers it hashed again.
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out list "${quick[@]}" "${named[@]}" --json input
[ "$(json out hashed_again)" = 120 ] || fail "all of a short list are hashed again"
numbers mobile 1100 >longer
expect 0 "$SELFCHECK" build --kind mobile --secret-key my.key --out longer.list "${quick[@]}" "${named[@]}" --json longer
[ "$(json out hashed_again)" = 1000 ] || fail "a thousand of a longer one"

# A file of records may be checked for hours, too. A thread that hashes wrongly gives no verdict: another one does.
make_list checked input
cat input others >records
seq 160 | awk '{print "1\t" $1 "\t" $1 "\t" ($1 <= 120 ? "found" : "not_found")}' >wanted
check=("$SELFCHECK" check --list checked --pin checked.pin.json --now "$now" --file records)
for fault in one_thread worn_out memory threads no_thread; do
  with_fault "$fault" expect 10 "${check[@]}" --threads 2
  [ -s struck ] || fail "the fault $fault did not strike"
  err_has "going on with 1 thread"
  same out wanted
done
# If the system's own Argon2id gives wrong results, there is no verdict at all.
with_fault system expect 4 "${check[@]}"
err_has "give two results"
[ ! -s out ] || fail "a verdict that the system's own Argon2id contradicts"
# If there is no other thread, nothing is said about the rest.
with_fault worn_out expect 3 "${check[@]}" --threads 1
! grep -q not_found out || fail "a verdict by a thread that hashes wrongly"
