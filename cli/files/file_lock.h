// A lock that keeps other processes out, also on other machines that share the file system.
#pragma once

#include <string>

#include "files/files.h"

namespace selfcheck::cli {

/// An exclusive lock on a regular file (fcntl's, of the open file description: NFS tells its other machines about it,
/// which it does not for flock() on a directory). The file holds the machine and the process that have it, is made for
/// the lock and removed with it; what a killed process leaves is no lock, and taken over by the next.
class FileLock {
 public:
  /// Takes the lock. Throws a Failure, which says who has it, if somebody else does: `what` is what that process is
  /// doing, like "another build is writing to 'list'". A new file has the mode `mode`.
  static FileLock take(const fs::path& path, const std::string& what, mode_t mode = kPublicFile);
  /// Waits for it: what it is held for takes milliseconds. After a second a note says who has it. Throws a Failure if a
  /// signal asks to stop.
  static FileLock wait_for(const fs::path& path, mode_t mode = kPublicFile);

  FileLock(FileLock&& other) noexcept = default;
  FileLock& operator=(FileLock&& other) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  /// Removes the file and lets go.
  ~FileLock();

 private:
  FileLock(fs::path path, UniqueDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  fs::path path_;
  UniqueDescriptor file_;  // not valid: moved from
};

}  // namespace selfcheck::cli
