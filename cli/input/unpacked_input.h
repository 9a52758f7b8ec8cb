// An input file's bytes, unpacked if it is compressed.
#pragma once

#include <memory>
#include <vector>

#include "input/raw_input.h"

namespace selfcheck::cli {

/// What compresses a file is found by its content, also within each other (a .tar.gz): gzip, zstd, xz and bzip2, with
/// all streams that follow each other in one file; a zip or tar archive of exactly one file. Anything else is given as
/// it is. Memory does not grow with the file.
class UnpackedInput : public ByteSource {
 public:
  explicit UnpackedInput(RawInput& file) : file_(file) {}

  /// Throws a Failure as GzipInput and ArchiveInput do, and for a file that holds no text (content_type.h).
  [[nodiscard]] Chunk next() override;

 private:
  [[nodiscard]] Chunk open();

  RawInput& file_;
  std::vector<std::unique_ptr<ByteSource>> levels_;  // each reads from the one before
  ByteSource* source_ = nullptr;                     // the last
};

}  // namespace selfcheck::cli
