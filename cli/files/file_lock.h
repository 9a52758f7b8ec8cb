// A lock that keeps other processes out, also those on other machines that share the file system.
#pragma once

#include <string>

#include "files/files.h"

namespace selfcheck::cli {

/// An exclusive lock on a regular file. It is fcntl's, of the open file description, since NFS tells its other machines
/// about that one, but not about flock() on a directory. The file holds the machine and the process that have the lock;
/// it is made for the lock and removed with it. What a killed process leaves is no lock, and the next process takes it
/// over.
class FileLock {
 public:
  /// Takes the lock. If somebody else has it, throws a Failure that says who; `what` is what that process is doing,
  /// like "another build is writing to 'list'". A new file has the mode `mode`.
  static FileLock take(const fs::path& path, const std::string& what, mode_t mode = kPublicFile);
  /// Waits for the lock, which is for what takes milliseconds. After a second a note says who has it. Throws a Failure
  /// if a signal asks to stop. A new file has the mode `mode`.
  static FileLock wait_for(const fs::path& path, mode_t mode = kPublicFile);

  FileLock(FileLock&& other) noexcept = default;
  FileLock& operator=(FileLock&& other) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  /// Removes the file and lets go of the lock.
  ~FileLock();

 private:
  FileLock(fs::path path, UniqueDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  fs::path path_;
  UniqueDescriptor file_;  // not valid once the lock was moved from here
};

}  // namespace selfcheck::cli
