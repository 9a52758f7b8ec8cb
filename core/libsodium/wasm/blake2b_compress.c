/* BLAKE2b's compression function F (RFC 7693 section 3.2), compiled instead of libsodium's blake2b-compress-ref.c, which writes
 * out each of its 96 steps: 7 KB of code, where this is less than one. A hash of a number spends its time in Argon2id's own rounds. */

#include <stdint.h>

#include "blake2.h"
#include "private/common.h"

/* Section 2.6. */
static const uint64_t iv[8] = {
    0x6a09e667f3bcc908ULL, 0xbb67ae8584caa73bULL, 0x3c6ef372fe94f82bULL, 0xa54ff53a5f1d36f1ULL,
    0x510e527fade682d1ULL, 0x9b05688c2b3e6c1fULL, 0x1f83d9abfb41bd6bULL, 0x5be0cd19137e2179ULL,
};

/* Section 2.7: the order in which a round takes the message's words, as hexadecimal digits from the lowest up. */
static const uint64_t sigma[10] = {
    0xfedcba9876543210ULL, 0x357b20c16df984aeULL, 0x491763eadf250c8bULL, 0x8f04a562ebcd1397ULL,
    0xd386cb1efa427509ULL, 0x91ef57d438b0a6c2ULL, 0xb8293670a4def15cULL, 0xa2684f05931ce7bdULL,
    0x5a417d2c803b9ef6ULL, 0x0dc3e9bf5167482aULL,
};

enum { kRounds = 12 };

/* Section 3.1. */
static void mix(uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d, const uint64_t x, const uint64_t y)
{
    *a += *b + x;
    *d = ROTR64(*d ^ *a, 32);
    *c += *d;
    *b = ROTR64(*b ^ *c, 24);
    *a += *b + y;
    *d = ROTR64(*d ^ *a, 16);
    *c += *d;
    *b = ROTR64(*b ^ *c, 63);
}

int blake2b_compress_ref(blake2b_state *state, const uint8_t block[BLAKE2B_BLOCKBYTES])
{
    uint64_t m[16];
    uint64_t v[16];

    for (int i = 0; i < 16; i++) {
        m[i] = LOAD64_LE(block + 8 * i);
    }
    for (int i = 0; i < 8; i++) {
        v[i]     = state->h[i];
        v[i + 8] = iv[i];
    }
    v[12] ^= state->t[0];
    v[13] ^= state->t[1];
    v[14] ^= state->f[0];
    v[15] ^= state->f[1];

    for (int round = 0; round < kRounds; round++) {
        uint64_t order = sigma[round % 10];

        /* Four columns, then four diagonals. */
        for (int i = 0; i < 8; i++) {
            const int shift = i / 4;

            mix(&v[i % 4], &v[4 + (i + shift) % 4], &v[8 + (i + 2 * shift) % 4], &v[12 + (i + 3 * shift) % 4], m[order & 15],
                m[order >> 4 & 15]);
            order >>= 8;
        }
    }
    for (int i = 0; i < 8; i++) {
        state->h[i] ^= v[i] ^ v[i + 8];
    }
    return 0;
}
