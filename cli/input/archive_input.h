// Unpacks, with libarchive, a file that is compressed with zstd, xz or bzip2, or the one file of a zip or tar archive.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "input/byte_source.h"

struct archive;
struct archive_entry;

namespace selfcheck::cli {

class ArchiveInput : public ByteSource {
 public:
  /// `name` is what messages call the file.
  ArchiveInput(ByteSource& packed, std::string name);
  ~ArchiveInput() override;

  /// Throws a Failure if the file is damaged, truncated or encrypted, is an archive of no file or of several, or is a
  /// spreadsheet, which is a zip archive inside.
  [[nodiscard]] Chunk next() override;

 private:
  static long read(archive* reader, void* self, const void** bytes);
  [[nodiscard]] std::string_view read_packed();
  [[nodiscard]] bool next_file();
  void fail_unless_whole();
  [[noreturn]] void fail(int status) const;

  ByteSource& packed_;
  std::string name_;
  archive* reader_;
  ChunkBuffer buffer_;
  bool packed_ends_ = false;
  std::uint64_t packed_bytes_ = 0;
  std::string tail_;  // the last kTailSize bytes of the packed file that were read so far
  bool opened_ = false;
  std::exception_ptr thrown_;  // what packed_ threw: it waits here, since it must not pass through libarchive
};

}  // namespace selfcheck::cli
