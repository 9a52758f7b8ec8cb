// What is in a file that is compressed with zstd, xz or bzip2, or in an archive of one file (zip, tar), by libarchive.
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
  /// `name`: the file's for a message.
  ArchiveInput(ByteSource& packed, std::string name);
  ~ArchiveInput() override;

  /// Throws a Failure if it is damaged, truncated or encrypted, is an archive of none or of several files, or a
  /// spreadsheet, which is a zip archive within.
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
  std::vector<char> buffer_;
  bool packed_ends_ = false;
  std::uint64_t packed_bytes_ = 0;
  std::string tail_;  // the last of what was read
  bool opened_ = false;
  std::exception_ptr thrown_;  // by packed_, which must not go through libarchive
};

}  // namespace selfcheck::cli
