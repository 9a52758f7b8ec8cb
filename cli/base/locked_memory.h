// Memory for secrets. It is wiped when it is given back, left out of core dumps, and kept out of swap where the system
// allows that (mlock(2); RLIMIT_MEMLOCK says how much, 8 MiB for most users). Where it does not, the program goes on
// without.
#pragma once

#include <sodium.h>
#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace selfcheck::cli {

/// Takes whole pages from the system, so that whatever is locked shares a page with nothing else. It is meant for a few
/// large blocks.
template <typename T>
class LockedAllocator {
 public:
  using value_type = T;

  LockedAllocator() = default;
  template <typename U>
  LockedAllocator(const LockedAllocator<U>&) {}  // NOLINT(google-explicit-constructor): an allocator needs this

  T* allocate(std::size_t count) {
    if (count > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_alloc();
    const std::size_t size = count * sizeof(T);
    void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    madvise(memory, size, MADV_DONTDUMP);
    mlock2(memory, size, MLOCK_ONFAULT);  // room that a vector only keeps in reserve takes no memory
    return static_cast<T*>(memory);
  }

  void deallocate(T* memory, std::size_t count) {
    // All of the memory is wiped, since it may still hold what was moved elsewhere, or dropped from a vector's end.
    sodium_memzero(memory, count * sizeof(T));
    munmap(memory, count * sizeof(T));
  }

  friend bool operator==(const LockedAllocator&, const LockedAllocator&) { return true; }
};

}  // namespace selfcheck::cli
