// An input's bytes in sequence, at one of the levels through which they are read: as they lie there, unpacked, as text.
#pragma once

#include <cstddef>
#include <string_view>

namespace selfcheck::cli {

struct Chunk {
  std::string_view bytes;  // valid until the next one is asked for
  bool last = false;       // none follows; it may be empty itself
};

class ByteSource {
 public:
  ByteSource() = default;
  virtual ~ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Not called again after the last one. Throws a Failure.
  [[nodiscard]] virtual Chunk next() = 0;
};

/// Of all levels: enough to hold the rows that tell what a file is, and small enough for a processor's cache.
inline constexpr std::size_t kChunkSize = std::size_t{256} * 1024;

/// Gives one chunk that was read before, to see what it is, and then what follows it.
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
