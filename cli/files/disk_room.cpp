#include "files/disk_room.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>

#include "base/failure.h"
#include "base/redact.h"
#include "base/wording.h"

namespace selfcheck::cli {

void fail_without_room(const fs::path& directory, const fs::path& shown, std::string_view what, std::uint64_t files,
                       std::uint64_t size) {
  struct statvfs disk {};
  if (statvfs(directory.c_str(), &disk) != 0) throw Failure::from_errno("use " + shown_path(shown), errno);
  // A file takes whole blocks, and the file system needs some room for itself.
  constexpr std::uint64_t kToSpare = 1024 * 1024;
  const std::uint64_t block = std::max<std::uint64_t>(disk.f_frsize, 1);
  const std::uint64_t needed = files * ((size + block - 1) / block * block) + kToSpare;
  const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  if (needed > free) {
    throw Failure(ExitCode::system,
                  fmt::format("{} needs {} on the disk of {}, where {} are free", what, byte_size(needed),
                              shown_path(shown), byte_size(free)),
                  "make room, or use another disk");
  }
  // File systems that make inodes as they need them say that 0 of 0 are free.
  if (disk.f_files != 0 && disk.f_favail < files) {
    throw Failure(ExitCode::system,
                  fmt::format("{} needs {} files on the disk of {}, which has room for {}", what, grouped(files),
                              shown_path(shown), grouped(disk.f_favail)),
                  "remove files there, or use another disk");
  }
}

}  // namespace selfcheck::cli
