// A file in memory with a path, for code that takes nothing else.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "expect.h"

namespace selfcheck::fuzz {

class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
    EXPECT(descriptor_ >= 0);
    path_ = "/proc/self/fd/" + std::to_string(descriptor_);
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// Replaces what is in the file, and returns its path.
  const std::string& with(std::string_view content) {
    EXPECT(ftruncate(descriptor_, 0) == 0);
    EXPECT(pwrite(descriptor_, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()));
    return path_;
  }

 private:
  int descriptor_;
  std::string path_;
};

}  // namespace selfcheck::fuzz
