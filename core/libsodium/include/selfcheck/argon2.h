/* The slow hash: libsodium's Argon2id in memory that is kept from hash to hash. Native programs and WASM compile it
 * from the same source.
 *
 * crypto_pwhash_argon2id() takes its memory from the system for each hash and gives it back. In a native program that
 * takes as long as hashing in it, or longer; in WASM the memory would be lost. Here each thread has one block of
 * memory, as large as its largest hash so far has needed. In a native program the block goes back to the system, wiped,
 * when the thread ends. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Hashes like crypto_pwhash_argon2id() of libsodium's documentation: it writes `outlen` bytes to `out`, takes a salt of
 * 16 bytes, and makes `opslimit` passes over `memlimit` bytes; `alg` is crypto_pwhash_argon2id_ALG_ARGON2ID13. It
 * returns 0, or -1 with errno set if there is no memory or a parameter is out of libsodium's limits.
 *
 * The hash leaves its blocks in the thread's memory until the next hash or selfcheck_argon2_wipe(). Whoever reads them
 * can cheaply test a guess at the input. Any number of threads may hash at once. */
int selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd, unsigned long long passwdlen,
                       const unsigned char* salt, unsigned long long opslimit, size_t memlimit, int alg);

/* Overwrites with zeros all that hashes have left in the calling thread's memory. In a native program the memory then
 * goes back to the system, so that a thread that waits for others after its last hash keeps no memory from them, and
 * the next hash takes memory anew. In WASM the memory is kept, because it can never shrink. Nothing happens if the
 * thread has no such memory. */
void selfcheck_argon2_wipe(void);

#ifdef __cplusplus
}
#endif
