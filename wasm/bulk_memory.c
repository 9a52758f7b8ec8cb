/* The C library's three functions as the three instructions that they are in WASM's bulk memory operations, which every browser
 * with SIMD has, and all that we support: smaller and faster than loops. (Emscripten does this by itself, but not 3.1.6.) */

#include <string.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    return __builtin_memcpy(to, from, size);
}

void *memmove(void *to, const void *from, size_t size)
{
    return __builtin_memmove(to, from, size);
}

void *memset(void *to, int byte, size_t size)
{
    return __builtin_memset(to, byte, size);
}
