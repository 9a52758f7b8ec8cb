// Reads an input file's bytes as they are stored, and makes their fingerprint.
#pragma once

#include <sodium.h>

#include <string>
#include <vector>

#include "files/files.h"
#include "input/byte_source.h"
#include "input/input_fingerprint.h"

namespace selfcheck::cli {

class RawInput : public ByteSource {
 public:
  /// `path` is a file's, or `-` for standard input. Throws a Failure if it can't be opened or is a directory.
  explicit RawInput(const std::string& path);

  [[nodiscard]] Chunk next() override;
  /// Reads what is left, and returns the fingerprint of the whole file. It can be called once.
  [[nodiscard]] InputFingerprint finish();
  /// The file's name as messages show it, redacted (redact.h).
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  InputFile file_;
  std::string name_;
  ChunkBuffer buffer_;
  crypto_generichash_state hash_{};
  std::uint64_t bytes_ = 0;
  bool at_end_ = false;
};

}  // namespace selfcheck::cli
