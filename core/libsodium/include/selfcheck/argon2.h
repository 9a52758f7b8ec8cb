/* The slow hash: libsodium's Argon2id in memory that is kept from hash to hash. The same source natively and in WASM.
 *
 * crypto_pwhash_argon2id() takes its memory from the system for each hash and gives it back. Natively that takes as
 * long as hashing in it, or longer; in WASM it would be lost. Here each thread has one block of memory, as large as its
 * largest hash so far has needed. Natively it goes back to the system, wiped, when the thread ends. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As crypto_pwhash_argon2id() of libsodium's documentation: `outlen` bytes into `out`, a salt of 16 bytes, `opslimit`
 * passes over `memlimit` bytes, `alg` crypto_pwhash_argon2id_ALG_ARGON2ID13. 0, or -1 with errno: no memory, or a
 * parameter out of libsodium's limits.
 *
 * The hash leaves its blocks in the thread's memory until the next one or selfcheck_argon2_wipe(): from them a guess at
 * the input can be tested cheaply. Any number of threads may hash at once. */
int selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd, unsigned long long passwdlen,
                       const unsigned char* salt, unsigned long long opslimit, size_t memlimit, int alg);

/* Zeros over all that hashes have left in the calling thread's memory. Natively the memory then goes back to the
 * system, so that a thread that has hashed and now waits for others takes nothing from them; the next hash takes it
 * anew. WASM's memory never shrinks: there it is kept. A thread that has none: nothing happens. */
void selfcheck_argon2_wipe(void);

#ifdef __cplusplus
}
#endif
