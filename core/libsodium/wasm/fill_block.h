/* This file is included before libsodium's argon2-fill-block-avx2.c. It reads, XORs and writes a block of Argon2's
 * memory around the steps of libsodium's rounds.
 *
 * libsodium's own fill_block() and fill_block_with_xor() go over a block four times: they XOR all of it, change its
 * rows, change its columns, and then XOR and write all of it. Neither LLVM nor a browser's compiler joins those loops
 * or keeps a value in a register from one to the next. Here a row is read and XORed right before its round, and a
 * column is XORed and written right after its round. That gives the same values in the same places, sooner
 * (docs/PERFORMANCE.md). There is also one function instead of two, so a browser has only one to compile before it is
 * fast.
 *
 * libsodium's file is compiled as it is. Its own two functions take pointers to const, but its callers pass pointers to
 * what is not const, so that the overloads at the end of this file fit better and are called instead (Clang has
 * overloading in C). If a later libsodium passes something else, its own functions are called again, which are slower
 * and just as correct. */

#include <stdint.h>

#include "immintrin.h"
/* This header uses the types of immintrin.h, so it comes after it. */
#include "blamka-round-avx2.h"

/* A block has 8 rows of 16 words of 64 bits, and 8 columns of as many. It is 32 vectors of four words, and each round
 * takes two rows or two columns. */
enum { kVectorsInBlock = 32, kVectorsInRound = 8, kRounds = kVectorsInBlock / kVectorsInRound };

/* Makes the compiler compute all that is above this line before all that is below it. A round works on two independent
 * halves, which libsodium's steps take by turns. LLVM would put the whole of one half before the other, and Chromium
 * would leave it at that, so that a processor found too little to do at the same time. One such place in each round is
 * enough. */
#define SELFCHECK_KEEP_ORDER(x) __asm__ volatile("" : "+r"((x).lo), "+r"((x).hi))

/* SELFCHECK_ROUND_1 and SELFCHECK_ROUND_2 are libsodium's BLAKE2_ROUND_1 and BLAKE2_ROUND_2 with the order kept between
 * their first two steps. */
#define SELFCHECK_FIRST_G(A0, A1, B0, B1, C0, C1, D0, D1) \
  G1_AVX2(A0, A1, B0, B1, C0, C1, D0, D1)                 \
  SELFCHECK_KEEP_ORDER(A0);                               \
  SELFCHECK_KEEP_ORDER(A1);                               \
  SELFCHECK_KEEP_ORDER(B0);                               \
  SELFCHECK_KEEP_ORDER(B1);                               \
  SELFCHECK_KEEP_ORDER(C0);                               \
  SELFCHECK_KEEP_ORDER(C1);                               \
  SELFCHECK_KEEP_ORDER(D0);                               \
  SELFCHECK_KEEP_ORDER(D1);                               \
  G2_AVX2(A0, A1, B0, B1, C0, C1, D0, D1)

#define SELFCHECK_ROUND_1(A0, A1, B0, B1, C0, C1, D0, D1) \
  SELFCHECK_FIRST_G(A0, A1, B0, B1, C0, C1, D0, D1)       \
  DIAGONALIZE_1(A0, B0, C0, D0, A1, B1, C1, D1)           \
  G1_AVX2(A0, A1, B0, B1, C0, C1, D0, D1)                 \
  G2_AVX2(A0, A1, B0, B1, C0, C1, D0, D1)                 \
  UNDIAGONALIZE_1(A0, B0, C0, D0, A1, B1, C1, D1)

#define SELFCHECK_ROUND_2(A0, A1, B0, B1, C0, C1, D0, D1) \
  SELFCHECK_FIRST_G(A0, A1, B0, B1, C0, C1, D0, D1)       \
  DIAGONALIZE_2(A0, A1, B0, B1, C0, C1, D0, D1)           \
  G1_AVX2(A0, A1, B0, B1, C0, C1, D0, D1)                 \
  G2_AVX2(A0, A1, B0, B1, C0, C1, D0, D1)                 \
  UNDIAGONALIZE_2(A0, A1, B0, B1, C0, C1, D0, D1)

#define SELFCHECK_EACH_VECTOR _Pragma("clang loop unroll(full)") for (int k = 0; k < kVectorsInRound; ++k)

/* Makes a new block of the one before (`state`) and a reference block (`ref`). `state` becomes the new block, and
 * `next` is where it is written. If `with_xor`, the new block is also XORed with what is there. */
static __attribute__((__noinline__)) void selfcheck_fill_block(__m256i* state, const __m256i* ref, __m256i* next,
                                                               int with_xor) {
  __m256i xored[kVectorsInBlock];

  for (int i = 0; i < kRounds; ++i) {
    const int row = kVectorsInRound * i;
    __m256i x[kVectorsInRound];

    SELFCHECK_EACH_VECTOR x[k] = _mm256_xor_si256(state[row + k], _mm256_loadu_si256(&ref[row + k]));
    if (with_xor) {
      SELFCHECK_EACH_VECTOR xored[row + k] = _mm256_xor_si256(x[k], _mm256_loadu_si256(&next[row + k]));
    } else {
      SELFCHECK_EACH_VECTOR xored[row + k] = x[k];
    }
    SELFCHECK_ROUND_1(x[0], x[4], x[1], x[5], x[2], x[6], x[3], x[7])
    SELFCHECK_EACH_VECTOR state[row + k] = x[k];
  }

  for (int i = 0; i < kRounds; ++i) {
    __m256i x[kVectorsInRound];

    SELFCHECK_EACH_VECTOR x[k] = state[kRounds * k + i];
    SELFCHECK_ROUND_2(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7])
    SELFCHECK_EACH_VECTOR {
      x[k] = _mm256_xor_si256(x[k], xored[kRounds * k + i]);
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
