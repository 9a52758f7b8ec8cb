// Gives an input file's text as UTF-8.
#pragma once

#include <cstdint>
#include <string>

#include "input/unpacked_input.h"

namespace selfcheck::cli {

/// Reads UTF-8 with or without a byte order mark, which is taken off, and converts UTF-16 with one. Where half a
/// surrogate pair or half a character stands alone, the text gets a byte that UTF-8 never has, so that whoever reads it
/// refuses it. What came as UTF-8 is not checked.
class TextInput : public ByteSource {
 public:
  explicit TextInput(RawInput& file) : file_(file), bytes_(file) {}

  /// Throws a Failure as UnpackedInput does, and for text with zero bytes (binary files).
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
  int half_unit_ = -1;           // the first byte of a UTF-16 unit that waits for the second; -1 if none does
  std::uint16_t half_pair_ = 0;  // a high surrogate that waits for the low one; 0 if none does
};

}  // namespace selfcheck::cli
