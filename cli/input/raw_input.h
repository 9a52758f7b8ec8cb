// An input file's bytes as they lie there, and their fingerprint.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <span>
#include <string>

#include "files/files.h"
#include "input/input_fingerprint.h"

namespace selfcheck::cli {

class RawInput {
 public:
  /// A path, or `-`. Throws a Failure if it can't be opened or is a directory.
  explicit RawInput(const std::string& path);

  /// Fills `buffer` as far as the file goes: fewer bytes than asked for mean the end. Throws a Failure.
  std::size_t read(std::span<char> buffer);
  /// Reads what is left, and gives the fingerprint of all. Once.
  [[nodiscard]] InputFingerprint finish();

 private:
  InputFile file_;
  crypto_generichash_state hash_{};
  std::uint64_t bytes_ = 0;
};

}  // namespace selfcheck::cli
