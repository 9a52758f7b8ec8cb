// Unpacks a gzip file (RFC 1952) with zlib. Libarchive reads such files too, but does not verify their checksum.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "input/byte_source.h"

struct z_stream_s;

namespace selfcheck::cli {

class GzipInput : public ByteSource {
 public:
  /// `name` is what messages call the file.
  GzipInput(ByteSource& packed, std::string name);
  ~GzipInput() override;

  /// Unpacks all members of the file, one after the other. Throws a Failure if the file is damaged or truncated, or if
  /// something else follows its last member.
  [[nodiscard]] Chunk next() override;

 private:
  [[nodiscard]] bool fill();
  [[nodiscard]] bool next_member();

  ByteSource& packed_;
  std::string name_;
  std::unique_ptr<z_stream_s> stream_;
  ChunkBuffer buffer_;
  std::string_view unread_;
  bool packed_ends_ = false;
  bool in_member_ = true;
};

}  // namespace selfcheck::cli
