#!/bin/bash
# The same input, salt, nonce, seed, list id and time give the same bytes, in whatever order and on however many threads.
. "$(dirname "$0")/lib.sh"

numbers mobile 150 >input
shuf input >shuffled
nonce=101112131415161718191a1b1c1d1e1f
fixed=(--group-salt 000102030405060708090a0b0c0d0e0f --list-id 202122232425262728292a2b2c2d2e2f "${four_buckets[@]}")
make_list a input "${fixed[@]}" --nonce "$nonce" --seed seed --threads 2
make_list b shuffled "${fixed[@]}" --nonce "$nonce" --seed seed --threads 1
diff -r a b || fail "two builds differ"
same a.pin.json b.pin.json

# Another seed or another nonce gives other buckets.
make_list other_seed input "${fixed[@]}" --nonce "$nonce" --seed other.seed
make_list other_nonce input "${fixed[@]}" --nonce "${nonce/1f/1e}" --seed seed
for other in other_seed other_nonce; do
  ! diff -rq a/buckets "$other/buckets" >/dev/null || fail "$other has the same buckets"
done
