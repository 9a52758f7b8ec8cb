/* This file is included before argon2-core.c, and gives Argon2 the memory that is kept for it instead of new memory for
 * each hash.
 *
 * A thread makes one hash at a time. What a hash leaves in the memory stays there until the program has it wiped
 * (selfcheck/argon2.h). Argon2's own flag would wipe it each time that Argon2 gives the memory back. But 64 MiB take a
 * moment to wipe, and nobody who waits for a verdict should have to wait for that. */

#include <stddef.h>
#include <sys/mman.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Returns `size` bytes with arbitrary contents, aligned to 1,024; or MAP_FAILED. They belong to the calling thread
 * until it asks again or has the memory wiped. */
void* selfcheck_argon2_memory(size_t size);

#ifdef __cplusplus
}
#endif

#ifndef SELFCHECK_KEEP_MMAP
#define HAVE_MMAP 1
#define mmap(address, size, protection, flags, file, offset) selfcheck_argon2_memory(size)
#define munmap(address, size) 0
#endif
