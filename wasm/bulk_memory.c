/* The C library's memcpy, memmove and memset, each as the one instruction that WASM's bulk memory operations have for it. That is
 * smaller and faster than a loop. Every browser that we support has these operations. (Later versions of Emscripten than 3.1.6 do
 * this by themselves.) */

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
