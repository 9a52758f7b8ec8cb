/* Included before argon2-core.c: gives Argon2 the one block of memory that a module has for it, instead of one for each hash.
 *
 * The block is taken at the heap's end, kept between hashes, and extended in place for a hash that needs more: WASM's memory
 * never shrinks, so a block that was freed and is too small for the next hash would be lost to it. A module makes one hash at a
 * time, and Argon2 clears the block (argon2_clears_memory.h) before it gives it back. */

#include <stddef.h>
#include <sys/mman.h>

/* `size` bytes, aligned to 64; or MAP_FAILED. Contents are arbitrary. */
void *selfcheck_argon2_memory(size_t size);

#define HAVE_MMAP 1
#define mmap(address, size, protection, flags, file, offset) selfcheck_argon2_memory(size)
#define munmap(address, size) 0
