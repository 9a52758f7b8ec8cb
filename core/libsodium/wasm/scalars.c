/* Products and inverses modulo the order q of Ed25519's and ristretto255's group. They are compiled instead of libsodium's
 * sc25519_mul and sc25519_invert, in which every step is written out: those take 4 KB of code, and these less than one. A check has
 * a dozen products and few inverses. As in libsodium's functions, no branch and no address depends on the numbers. */

#include <stdint.h>
#include <string.h>

#include "private/ed25519_ref10.h"
#include "utils.h"

enum { kWords = 8, kBits = 32 };

/* Computes a * b modulo q: it multiplies words of 32 bits, and libsodium then reduces the product. */
void sc25519_mul(unsigned char s[32], const unsigned char a[32], const unsigned char b[32])
{
    uint32_t x[kWords];
    uint32_t y[kWords];
    uint32_t product[2 * kWords] = {0};

    /* The bytes can be copied into words because WASM is little-endian. */
    memcpy(x, a, sizeof x);
    memcpy(y, b, sizeof y);
    for (int i = 0; i < kWords; i++) {
        uint64_t carry = 0;

        for (int j = 0; j < kWords; j++) {
            carry += (uint64_t) x[i] * y[j] + product[i + j];
            product[i + j] = (uint32_t) carry;
            carry >>= kBits;
        }
        product[i + kWords] = (uint32_t) carry;
    }
    sc25519_reduce((unsigned char *) product);
    memcpy(s, product, 32);
    sodium_memzero(x, sizeof x);
    sodium_memzero(y, sizeof y);
    sodium_memzero(product, sizeof product);
}

/* Computes s^(q - 2), which is the inverse of s because q is prime. It goes over the bits of q - 2, which are public, from the
 * highest one down. */
void sc25519_invert(unsigned char recip[32], const unsigned char s[32])
{
    static const unsigned char exponent[32] = {
        0xeb, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10,
    };
    unsigned char power[32];

    memcpy(power, s, sizeof power);
    for (int bit = 251; bit >= 0; bit--) {
        sc25519_mul(power, power, power);
        if (exponent[bit / 8] >> bit % 8 & 1) {
            sc25519_mul(power, power, s);
        }
    }
    memcpy(recip, power, sizeof power);
    sodium_memzero(power, sizeof power);
}
