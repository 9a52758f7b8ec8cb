/* Included before libsodium's argon2-fill-block-avx2.c: how a block of Argon2's memory is read, XORed and written around
 * libsodium's rounds.
 *
 * libsodium's own fill_block() and fill_block_with_xor() go over a block four times: they XOR all of it, change its rows,
 * change its columns, XOR and write all of it. Neither LLVM nor a browser's compiler joins those loops or keeps a value in
 * a register from one to the next. Here a row is read and XORed right before its round, and a column is XORed and written
 * right after its own: the same values, in an eighth less time (docs/PERFORMANCE.md). And there is one function instead of
 * two, so a browser has one to compile before it is fast.
 *
 * libsodium's file is compiled as it is. Its own two functions take pointers to const, its callers pass others, so that
 * the overloads at the end of this file fit better and are called instead (overloading in C is Clang's). Should a later
 * libsodium pass something else, its own functions are called again: slower, and as right. */

#include <stdint.h>

#include "immintrin.h"
/* After it, as it uses its types. */
#include "blamka-round-avx2.h"

/* A block is 8 rows, and 8 columns, of 16 64-bit words: 32 vectors of four words. Each round takes two rows or two columns. */
enum { kVectorsInBlock = 32, kVectorsInRound = 8, kRounds = kVectorsInBlock / kVectorsInRound };

#define SELFCHECK_EACH_VECTOR _Pragma("clang loop unroll(full)") for (int k = 0; k < kVectorsInRound; ++k)

/* `state`: the block before, which becomes the new one. `next`: where the new one goes, XORed with what is there if
 * `with_xor`. */
static __attribute__((__noinline__)) void selfcheck_fill_block(__m256i* state, const __m256i* ref, __m256i* next,
                                                               int with_xor) {
  __m256i xored[kVectorsInBlock];

  for (int i = 0; i < kRounds; ++i) {
    const int row = kVectorsInRound * i;
    __m256i   x[kVectorsInRound];

    SELFCHECK_EACH_VECTOR x[k] = _mm256_xor_si256(state[row + k], _mm256_loadu_si256(&ref[row + k]));
    if (with_xor) {
      SELFCHECK_EACH_VECTOR xored[row + k] = _mm256_xor_si256(x[k], _mm256_loadu_si256(&next[row + k]));
    } else {
      SELFCHECK_EACH_VECTOR xored[row + k] = x[k];
    }
    BLAKE2_ROUND_1(x[0], x[4], x[1], x[5], x[2], x[6], x[3], x[7])
    SELFCHECK_EACH_VECTOR state[row + k] = x[k];
  }

  for (int i = 0; i < kRounds; ++i) {
    __m256i x[kVectorsInRound];

    SELFCHECK_EACH_VECTOR x[k] = state[kRounds * k + i];
    BLAKE2_ROUND_2(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7])
    SELFCHECK_EACH_VECTOR {
      x[k]                   = _mm256_xor_si256(x[k], xored[kRounds * k + i]);
      state[kRounds * k + i] = x[k];
      _mm256_storeu_si256(&next[kRounds * k + i], x[k]);
    }
  }
}

static inline __attribute__((__overloadable__, __always_inline__)) void fill_block(__m256i* state, uint8_t* ref_block,
                                                                                   uint8_t* next_block) {
  selfcheck_fill_block(state, (const __m256i*)ref_block, (__m256i*)next_block, 0);
}

static inline __attribute__((__overloadable__, __always_inline__)) void fill_block_with_xor(__m256i* state,
                                                                                            uint8_t* ref_block,
                                                                                            uint8_t* next_block) {
  selfcheck_fill_block(state, (const __m256i*)ref_block, (__m256i*)next_block, 1);
}
