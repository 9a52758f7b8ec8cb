// Gives a target's bytes to the code that reads input files, without a file.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "input/raw_input.h"

namespace selfcheck::fuzz {

/// An input whose bytes are in memory.
class MemoryInput : public cli::RawInput {
 public:
  MemoryInput() : RawInput("/dev/null") {}

  void begin(std::string_view bytes, std::size_t first, std::size_t size) {
    rest_ = bytes;
    next_ = first;
    size_ = size;
  }

  [[nodiscard]] cli::Chunk next() override {
    // The memory behind a chunk is overwritten when the next one is asked for, as that of a file's is.
    chunk_.assign(rest_.substr(0, next_));
    rest_.remove_prefix(chunk_.size());
    next_ = size_;
    return {chunk_, rest_.empty()};
  }

 private:
  std::string_view rest_;
  std::string chunk_;
  std::size_t next_ = 0, size_ = 0;
};

/// Returns an input that gives `bytes` in chunks of `size` bytes, but for the first chunk, which has what `first` says:
/// readers see by it what kind of file it is. With the largest sizes, all is one chunk. The next call takes the input
/// back: there is one for all, since each has a large buffer, which takes longer to make than an input to read.
inline cli::RawInput& memory_input(std::string_view bytes, std::size_t first = SIZE_MAX, std::size_t size = SIZE_MAX) {
  static MemoryInput input;
  input.begin(bytes, first, size);
  return input;
}

/// The smallest first chunk that shows that a text is text, with or without a byte order mark.
inline constexpr std::size_t kFirstOfText = 16;

}  // namespace selfcheck::fuzz
