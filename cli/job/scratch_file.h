// Files without names, for data that only one process needs and nobody else may read.
#pragma once

#include <cstdint>
#include <span>

#include "base/unique_descriptor.h"
#include "files/files.h"
#include "job/number_groups.h"
#include "selfcheck/bytes.h"

namespace selfcheck::cli {

/// A file of numbers in the order in which they were written, encrypted (ChaCha20) under a key that is kept in memory
/// only.
class ScratchFile {
 public:
  ScratchFile() = default;

  [[nodiscard]] bool is_open() const { return file_.valid(); }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Adds `keys` to the file. They are encrypted in place, so the caller can't use them afterwards. Throws a Failure.
  void append(std::span<NumberKey> keys);
  void rewind();
  /// Fills `keys` with the file's next numbers. Returns how many it read, which is 0 at the end. Throws a Failure, also
  /// if it shows at the end that the numbers were not those that were written.
  std::size_t read(std::span<NumberKey> keys);

 private:
  friend class ScratchFolder;
  using Key = SecretBytes<32>;
  void encrypt(std::span<NumberKey> keys, std::uint64_t position) const;

  fs::path folder_;  // the folder that messages name
  UniqueDescriptor file_;
  Key key_;
  std::uint64_t size_ = 0;
  std::uint64_t position_ = 0;
  std::uint64_t written_sum_ = 0, read_sum_ = 0;  // sums of all numbers, which must be equal at the end
};

/// The folder that scratch files are made in.
class ScratchFolder {
 public:
  explicit ScratchFolder(fs::path path) : path_(std::move(path)) {}
  /// Makes an empty file. Throws a Failure.
  [[nodiscard]] ScratchFile new_file() const;

 private:
  fs::path path_;
};

}  // namespace selfcheck::cli
