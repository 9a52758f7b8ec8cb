/* The AVX2 intrinsics that libsodium's argon2-fill-block-avx2.c uses, each as a pair of WASM's 128-bit vectors.
 *
 * Emscripten's SSE headers would not do, because they stop at 128 bits. The AVX2 kernel works on twice as many
 * independent values at a time as the SSSE3 one, and was measured to be faster by a sixth (docs/PERFORMANCE.md). */

#ifndef SELFCHECK_IMMINTRIN_H
#define SELFCHECK_IMMINTRIN_H

#include <wasm_simd128.h>

#define SELFCHECK_INLINE static inline __attribute__((__always_inline__, __nodebug__))

#define _MM_SHUFFLE(d, c, b, a) (((d) << 6) | ((c) << 4) | ((b) << 2) | (a))

/* private/sse2_64_32.h names this type and these two functions; the kernel calls neither function. */
typedef v128_t __m128i;
SELFCHECK_INLINE __m128i _mm_set_epi32(int d, int c, int b, int a) { return wasm_i32x4_make(a, b, c, d); }
SELFCHECK_INLINE __m128i _mm_setr_epi32(int a, int b, int c, int d) { return wasm_i32x4_make(a, b, c, d); }

typedef struct {
  v128_t lo, hi;
} __m256i;

typedef long long SelfcheckI64x2 __attribute__((__vector_size__(16)));

SELFCHECK_INLINE __m256i selfcheck_m256i(v128_t lo, v128_t hi) {
  const __m256i pair = {lo, hi};
  return pair;
}

SELFCHECK_INLINE __m256i _mm256_loadu_si256(const __m256i* from) {
  return selfcheck_m256i(wasm_v128_load(&from->lo), wasm_v128_load(&from->hi));
}

SELFCHECK_INLINE void _mm256_storeu_si256(__m256i* to, __m256i x) {
  wasm_v128_store(&to->lo, x.lo);
  wasm_v128_store(&to->hi, x.hi);
}

SELFCHECK_INLINE __m256i _mm256_xor_si256(__m256i x, __m256i y) {
  return selfcheck_m256i(wasm_v128_xor(x.lo, y.lo), wasm_v128_xor(x.hi, y.hi));
}

SELFCHECK_INLINE __m256i _mm256_add_epi64(__m256i x, __m256i y) {
  return selfcheck_m256i(wasm_i64x2_add(x.lo, y.lo), wasm_i64x2_add(x.hi, y.hi));
}

SELFCHECK_INLINE __m256i _mm256_srli_epi64(__m256i x, int count) {
  return selfcheck_m256i(wasm_u64x2_shr(x.lo, count), wasm_u64x2_shr(x.hi, count));
}

/* Multiplies the low 32 bits of each 64-bit lane. WASM multiplies neighbouring 32-bit lanes, so the even ones are
 * gathered first, with one shuffle of each operand for both halves. */
SELFCHECK_INLINE __m256i _mm256_mul_epu32(__m256i x, __m256i y) {
  const v128_t even_x = wasm_i32x4_shuffle(x.lo, x.hi, 0, 2, 4, 6);
  const v128_t even_y = wasm_i32x4_shuffle(y.lo, y.hi, 0, 2, 4, 6);

  return selfcheck_m256i(wasm_u64x2_extmul_low_u32x4(even_x, even_y), wasm_u64x2_extmul_high_u32x4(even_x, even_y));
}

SELFCHECK_INLINE __m256i _mm256_setr_epi8(char a0, char a1, char a2, char a3, char a4, char a5, char a6, char a7,
                                          char a8, char a9, char a10, char a11, char a12, char a13, char a14, char a15,
                                          char b0, char b1, char b2, char b3, char b4, char b5, char b6, char b7,
                                          char b8, char b9, char b10, char b11, char b12, char b13, char b14,
                                          char b15) {
  return selfcheck_m256i(wasm_i8x16_make(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15),
                         wasm_i8x16_make(b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15));
}

/* Works only for indexes from 0 to 15, and the kernel has no others. AVX2 takes others modulo 16, or gives zero for
 * negative ones. */
SELFCHECK_INLINE __m256i _mm256_shuffle_epi8(__m256i x, __m256i indexes) {
  return selfcheck_m256i(wasm_i8x16_swizzle(x.lo, indexes.lo), wasm_i8x16_swizzle(x.hi, indexes.hi));
}

/* The rest are macros, since a WASM shuffle's lanes must be constants. */

#define _mm256_shuffle_epi32(x, lanes)                                                                            \
  __extension__({                                                                                                 \
    const __m256i x_ = (x);                                                                                       \
    selfcheck_m256i(                                                                                              \
        wasm_i32x4_shuffle(x_.lo, x_.lo, (lanes)&3, ((lanes) >> 2) & 3, ((lanes) >> 4) & 3, ((lanes) >> 6) & 3),  \
        wasm_i32x4_shuffle(x_.hi, x_.hi, (lanes)&3, ((lanes) >> 2) & 3, ((lanes) >> 4) & 3, ((lanes) >> 6) & 3)); \
  })

/* This is Clang's own shuffle and not WASM's intrinsic, because LLVM does not look into the latter. The kernel permutes
 * what it has blended, and LLVM makes one shuffle of both. It works only for blends of whole 64-bit lanes, and the
 * kernel has no others. */
#define SELFCHECK_SHUFFLE(x, y, a, b) ((v128_t)__builtin_shufflevector((SelfcheckI64x2)(x), (SelfcheckI64x2)(y), a, b))

#define _mm256_permute4x64_epi64(x, lanes)                                                    \
  __extension__({                                                                             \
    const __m256i x_ = (x);                                                                   \
    selfcheck_m256i(SELFCHECK_SHUFFLE(x_.lo, x_.hi, (lanes)&3, ((lanes) >> 2) & 3),           \
                    SELFCHECK_SHUFFLE(x_.lo, x_.hi, ((lanes) >> 4) & 3, ((lanes) >> 6) & 3)); \
  })

#define _mm256_blend_epi32(x, y, mask)                                                          \
  __extension__({                                                                               \
    const __m256i x_ = (x), y_ = (y);                                                           \
    selfcheck_m256i(SELFCHECK_SHUFFLE(x_.lo, y_.lo, (mask)&0x01 ? 2 : 0, (mask)&0x04 ? 3 : 1),  \
                    SELFCHECK_SHUFFLE(x_.hi, y_.hi, (mask)&0x10 ? 2 : 0, (mask)&0x40 ? 3 : 1)); \
  })

#endif
