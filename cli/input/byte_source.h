// Gives an input's bytes in sequence. An input is read through several levels, and each is such a source: the bytes as
// they are stored, the unpacked bytes, the text.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/locked_memory.h"

namespace selfcheck::cli {

struct Chunk {
  std::string_view bytes;  // valid until the next chunk is asked for
  bool last = false;       // no chunk follows this one, which may be empty
};

class ByteSource {
 public:
  ByteSource() = default;
  virtual ~ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Returns the next chunk. It must not be called again after the last chunk. Throws a Failure.
  [[nodiscard]] virtual Chunk next() = 0;
};

/// The size of a chunk at every level, in bytes: enough to hold the rows that show what a file is, and small enough for
/// a processor's cache.
inline constexpr std::size_t kChunkSize = std::size_t{256} * 1024;

/// Memory for a chunk. Numbers stand in it as in the file: it is locked, and wiped at the end (locked_memory.h). It is
/// not filled with zeros, so that of a small file's chunk only the beginning is touched before that.
class ChunkBuffer {
 public:
  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] static constexpr std::size_t size() { return kChunkSize; }

 private:
  struct GiveBack {
    void operator()(char* bytes) const { LockedAllocator<char>().deallocate(bytes, kChunkSize); }
  };
  std::unique_ptr<char, GiveBack> bytes_{LockedAllocator<char>().allocate(kChunkSize)};
};

/// Gives once more the first chunk, which was read to see what kind of file it is, and then the chunks that follow it.
class ResumedSource : public ByteSource {
 public:
  ResumedSource(Chunk first, ByteSource& rest) : first_(first), rest_(rest) {}
  [[nodiscard]] Chunk next() override {
    if (resumed_) return rest_.next();
    resumed_ = true;
    return first_;
  }

 private:
  Chunk first_;
  ByteSource& rest_;
  bool resumed_ = false;
};

}  // namespace selfcheck::cli
