/* Included before argon2-core.c: gives Argon2 the memory that is kept for it, instead of other memory for each hash.
 *
 * A thread makes one hash at a time. What a hash leaves in the memory stays there until somebody has it wiped
 * (selfcheck/argon2.h). Not each time that Argon2 gives the memory back, as its own flag would have it: 64 MiB take a
 * moment for which nobody should have to wait who is waiting for a verdict. */

#include <stddef.h>
#include <sys/mman.h>

#ifdef __cplusplus
extern "C" {
#endif

/* `size` bytes, aligned to 1,024; or MAP_FAILED. Contents are arbitrary. The calling thread's, until it asks again or
 * has the memory wiped. */
void* selfcheck_argon2_memory(size_t size);

#ifdef __cplusplus
}
#endif

#ifndef SELFCHECK_KEEP_MMAP
#define HAVE_MMAP 1
#define mmap(address, size, protection, flags, file, offset) selfcheck_argon2_memory(size)
#define munmap(address, size) 0
#endif
