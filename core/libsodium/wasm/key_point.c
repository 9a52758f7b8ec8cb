/* Whether 32 bytes are a point that a key of Ed25519 can be: in the one encoding of a point, of the main subgroup, and not of small
 * order. This is compiled instead of libsodium's function, whose multiplication by the group's order is written out step by step, and
 * whose decoding nothing else here needs; this uses what the verification of signatures uses. The result is the same, and the page's
 * engine some hundred bytes smaller. It runs once for each key that is read, and keys are public. */

#include "crypto_core_ed25519.h"
#include "private/ed25519_ref10.h"
#include "utils.h"

int crypto_core_ed25519_is_valid_point(const unsigned char *p)
{
    static const unsigned char order[32] = {
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10,
    };
    static const unsigned char zero[32];
    ge25519_p3    negated;
    ge25519_p2    multiple;
    unsigned char encoded[32];

    if (ge25519_is_canonical(p) == 0 || ge25519_has_small_order(p) != 0 || ge25519_frombytes_negate_vartime(&negated, p) != 0) {
        return 0;
    }
    ge25519_double_scalarmult_vartime(&multiple, order, &negated, zero);
    ge25519_tobytes(encoded, &multiple);
    return encoded[0] == 1 && sodium_is_zero(encoded + 1, 31);
}
