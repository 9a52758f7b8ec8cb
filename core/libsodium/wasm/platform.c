/* The parts of libsodium that depend on the platform, for WASM: start-up, misuse, randomness, CPU features, Argon2's memory.
 *
 * This file is compiled instead of libsodium's sodium/core.c, sodium/runtime.c and randombytes/randombytes.c, because those:
 *  - draw random bytes in sodium_init(), through JavaScript that throws a string where there is neither `window`,
 *    `self` nor `require` (an ES module under Node). Checking a number needs no randomness, so a check must not fail
 *    for the lack of it;
 *  - choose among implementations of Poly1305, X25519, ChaCha20 and Salsa20 in sodium_init(), which links them all in;
 *  - ask the CPU at run time whether it has SSSE3. In WASM, SIMD is a property of the module: one with SIMD does not
 *    even compile in an engine without it.
 *
 * The declarations are libsodium's, so that this file does not compile if a new version changes a signature. */

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "argon2_memory.h"
#include "core.h"
#include "private/implementations.h"
#include "private/mutex.h"
#include "randombytes.h"
#include "runtime.h"
#include "selfcheck/argon2.h"
#include "utils.h"

/* ---- core.h ---- */

/* Returns 0 the first time and 1 after that, as in libsodium. It cannot fail, and it needs no lock because the module has one
 * thread. */
int sodium_init(void)
{
    static int initialized;

    if (initialized) {
        return 1;
    }
    _crypto_pwhash_argon2_pick_best_implementation();
    _crypto_generichash_blake2b_pick_best_implementation();
    initialized = 1;
    return 0;
}

int sodium_crit_enter(void) { return 0; }
int sodium_crit_leave(void) { return 0; }

static void (*misuse_handler)(void);

int sodium_set_misuse_handler(void (*handler)(void))
{
    misuse_handler = handler;
    return 0;
}

void sodium_misuse(void)
{
    if (misuse_handler != NULL) {
        misuse_handler();
    }
    abort();
}

/* ---- randombytes.h: what generating keys and salts needs ----
 * getentropy() is crypto.getRandomValues() in pages, workers and Node 20, and require('crypto') in Node where the glue
 * is CommonJS. Elsewhere Emscripten aborts, as there is no insecure fallback. A program that calls none of these
 * functions imports nothing for them. */

void randombytes_buf(void *const buf, const size_t size)
{
    /* POSIX lets getentropy() take at most 256 bytes a call. */
    const size_t   max_chunk = 256;
    unsigned char *next = buf;
    size_t         left = size;

    while (left > 0) {
        const size_t chunk = left < max_chunk ? left : max_chunk;

        if (getentropy(next, chunk) != 0) {
            sodium_misuse();
        }
        next += chunk;
        left -= chunk;
    }
}

uint32_t randombytes_random(void)
{
    uint32_t value;

    randombytes_buf(&value, sizeof value);
    return value;
}

uint32_t randombytes_uniform(const uint32_t upper_bound)
{
    uint32_t unfair;
    uint32_t value;

    if (upper_bound < 2) {
        return 0;
    }
    /* 2^32 mod upper_bound, which is how many of the smallest values are skipped. With them, the low remainders would be
     * likelier than the rest. */
    unfair = (0U - upper_bound) % upper_bound;
    do {
        value = randombytes_random();
    } while (value < unfair);
    return value % upper_bound;
}

void randombytes_stir(void) {}
int  randombytes_close(void) { return 0; }

/* ---- runtime.h ----
 * Nothing that is compiled calls these functions. They are here so that every function of the public header exists. */

int sodium_runtime_has_neon(void) { return 0; }
int sodium_runtime_has_sse2(void) { return 0; }
int sodium_runtime_has_sse3(void) { return 0; }
int sodium_runtime_has_ssse3(void) { return 0; }
int sodium_runtime_has_sse41(void) { return 0; }
int sodium_runtime_has_avx(void) { return 0; }
int sodium_runtime_has_avx2(void) { return 0; }
int sodium_runtime_has_avx512f(void) { return 0; }
int sodium_runtime_has_pclmul(void) { return 0; }
int sodium_runtime_has_aesni(void) { return 0; }
int sodium_runtime_has_rdrand(void) { return 0; }

/* ---- argon2_memory.h and selfcheck/argon2.h ----
 * There is one block, because a module has one thread. It is taken at the heap's end, kept between hashes, and extended in place for
 * a hash that needs more. WASM's memory never shrinks, so a block that was freed would be lost to a hash that it is too small for. */

static char  *block;
static size_t capacity;
static size_t used;

/* How many bytes malloc() is to find before the block. What malloc() takes behind the block keeps the block from growing. The files of an
 * ordinary list take less than 256 KiB, and Argon2 takes 8 bytes for each block of a quarter of its memory: at most 512 KiB. */
static const size_t kMallocSlack = (256 + 512) * 1024;

void *selfcheck_argon2_memory(const size_t size)
{
    if (size > capacity) {
        if (block == NULL) {
            /* The compiler would leave out a malloc() whose result is only freed. */
            void *volatile slack = malloc(kMallocSlack);

            free(slack);
        }
        if (block == NULL || sbrk(0) != block + capacity) {
            /* Another block is needed the first time, and when malloc has taken what lies behind this one. It is aligned to 1,024
             * bytes, the size of Argon2's own blocks, so that none of those lies in two of the processor's pages, both of which the
             * processor would have to look up. */
            if (sbrk((intptr_t) (-(uintptr_t) sbrk(0) & 1023)) == (void *) -1) {
                return MAP_FAILED;
            }
            selfcheck_argon2_wipe();
            block    = sbrk(0);
            capacity = 0;
        }
        if (sbrk((intptr_t) (size - capacity)) == (void *) -1) {
            return MAP_FAILED;
        }
        capacity = size;
    }
    used = size > used ? size : used;
    return block;
}

void selfcheck_argon2_wipe(void)
{
    if (used > 0) {
        sodium_memzero(block, used);
    }
    used = 0;
}
