/* Included before argon2-core.c: gives Argon2 the one block of memory that a module has for it, instead of one for each
 * hash.
 *
 * The block is taken at the heap's end, kept between hashes, and extended in place for a hash that needs more: WASM's
 * memory never shrinks, so a block that was freed and is too small for the next hash would be lost to it. A module
 * makes one hash at a time.
 *
 * What a hash leaves in the block stays there until somebody has it wiped: from Argon2's blocks a guess can be tested
 * cheaply. Not each time that Argon2 gives the block back, as its own flag would have it: 64 MiB take a moment for
 * which nobody should have to wait who is waiting for a verdict. */

#include <stddef.h>
#include <sys/mman.h>

/* `size` bytes, aligned to 1,024; or MAP_FAILED. Contents are arbitrary. */
void* selfcheck_argon2_memory(size_t size);

/* Zeros over all that has been used of the block since the last time. */
void selfcheck_argon2_wipe(void);

#define HAVE_MMAP 1
#define mmap(address, size, protection, flags, file, offset) selfcheck_argon2_memory(size)
#define munmap(address, size) 0
