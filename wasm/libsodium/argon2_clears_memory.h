/* Included before argon2.c: libsodium leaves Argon2's memory as it is when it frees it, natively to the system's wiping
 * of pages, but in WASM to whatever looks at the heap next. From its blocks a guessed password can be tested cheaply.
 */

#include "argon2.h"

#undef ARGON2_DEFAULT_FLAGS
#define ARGON2_DEFAULT_FLAGS ARGON2_FLAG_CLEAR_MEMORY
