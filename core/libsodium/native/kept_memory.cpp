// Argon2's memory in native programs: each thread has one mapping.
#define SELFCHECK_KEEP_MMAP
#include <sodium.h>

#include <algorithm>
#include <cstdint>

#include "argon2_memory.h"
#include "selfcheck/argon2.h"

namespace {

// Each of Argon2's steps jumps to another place in the memory. With pages of 2 MiB the processor knows where that place
// is; with pages of 4 KiB it has to look up most of them (docs/PERFORMANCE.md).
constexpr std::size_t kHugePage = std::size_t{2} << 20;

class KeptMemory {
 public:
  KeptMemory() = default;
  KeptMemory(const KeptMemory&) = delete;
  KeptMemory& operator=(const KeptMemory&) = delete;
  ~KeptMemory() { release(); }

  void* take(std::size_t size) {
    if (size > capacity_ && !map(size)) return MAP_FAILED;
    used_ = std::max(used_, size);
    return block_;
  }

  void release() {
    if (mapping_ == nullptr) return;
    sodium_memzero(block_, used_);
    munmap(mapping_, mapped_);
    mapping_ = nullptr;
    block_ = nullptr;
    mapped_ = capacity_ = used_ = 0;
  }

 private:
  // Maps a new block. The old one is given back first, so that there are never two.
  bool map(std::size_t size) {
    release();
    if (size > SIZE_MAX - kHugePage) return false;
    const std::size_t mapped = size + kHugePage;
    void* const mapping = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) return false;
    mapping_ = mapping;
    mapped_ = mapped;
    const std::size_t past = reinterpret_cast<std::uintptr_t>(mapping) % kHugePage;
    block_ = static_cast<unsigned char*>(mapping) + (past == 0 ? 0 : kHugePage - past);
    capacity_ = size;
    // The hash works as well if one of these fails.
    madvise(block_, size, MADV_HUGEPAGE);
    madvise(block_, size, MADV_DONTDUMP);
    return true;
  }

  void* mapping_ = nullptr;
  unsigned char* block_ = nullptr;  // Where the first huge page in the mapping begins.
  std::size_t mapped_ = 0;          // The size of the mapping in bytes.
  std::size_t capacity_ = 0;        // How many bytes from block_ on a hash may use.
  std::size_t used_ = 0;            // How many of these bytes hashes have used since the memory was mapped.
};

thread_local KeptMemory t_memory;

}  // namespace

void* selfcheck_argon2_memory(size_t size) { return t_memory.take(size); }

void selfcheck_argon2_wipe(void) { t_memory.release(); }
