// A directory for code that makes and renames files: in memory where the system has such a place.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "expect.h"

namespace selfcheck::fuzz {

/// A directory that is removed with all that is in it. A target makes one for all of its inputs.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    const std::filesystem::path memory = "/dev/shm";
    const auto root = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (root / "fuzz-XXXXXX").native();
    EXPECT(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace selfcheck::fuzz
