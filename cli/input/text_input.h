// An input file's text as UTF-8.
#pragma once

#include <cstdint>
#include <string>

#include "input/unpacked_input.h"

namespace selfcheck::cli {

/// UTF-8 with or without a byte order mark, which is taken off; UTF-16 with one, which is converted. Where half a
/// surrogate pair or half a character stands alone, the text has a byte that UTF-8 never has, so that whoever looks at
/// it refuses it. UTF-8 itself is not checked.
class TextInput : public ByteSource {
 public:
  explicit TextInput(RawInput& file) : file_(file), bytes_(file) {}

  /// Throws a Failure as UnpackedInput does, and for zero bytes (binary files).
  [[nodiscard]] Chunk next() override;

 private:
  enum class Encoding : std::uint8_t { unknown, utf8, utf16_le, utf16_be };

  void take_byte_order_mark(std::string_view& bytes);
  void convert(Chunk chunk);
  void take_unit(std::uint16_t unit);

  RawInput& file_;
  UnpackedInput bytes_;
  Encoding encoding_ = Encoding::unknown;
  std::string converted_;
  int half_unit_ = -1;           // a byte that waits for the other
  std::uint16_t half_pair_ = 0;  // a high surrogate that waits for the low one
};

}  // namespace selfcheck::cli
