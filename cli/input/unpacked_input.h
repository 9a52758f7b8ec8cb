// Gives an input file's bytes, unpacked if the file is compressed.
#pragma once

#include <memory>
#include <vector>

#include "input/raw_input.h"

namespace selfcheck::cli {

/// How a file is packed is found by its content, also if it is packed several times (a .tar.gz). It may be compressed
/// with gzip, zstd, xz or bzip2, in several streams one after the other, or be a zip or tar archive of exactly one
/// file. Any other file is given as it is. The memory that is used does not grow with the file.
class UnpackedInput : public ByteSource {
 public:
  explicit UnpackedInput(RawInput& file) : file_(file) {}

  /// Throws a Failure as GzipInput and ArchiveInput do, and for a file that holds no text (content_type.h).
  [[nodiscard]] Chunk next() override;

 private:
  [[nodiscard]] Chunk open();

  RawInput& file_;
  std::vector<std::unique_ptr<ByteSource>> levels_;  // each one reads from the one before it
  ByteSource* source_ = nullptr;                     // the last level; null until the file is opened
};

}  // namespace selfcheck::cli
