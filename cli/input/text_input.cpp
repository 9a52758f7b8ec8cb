#include "input/text_input.h"

#include <fmt/format.h>

#include <utility>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

constexpr char kNoUtf8 = '\xFF';

void append(std::string& text, std::uint32_t code) {
  const auto byte = [&text](std::uint32_t value) { text += static_cast<char>(value); };
  const auto follow = [&](int shift) { byte(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    follow(6);
  } else {
    byte(0xF0 | code >> 18);
    follow(12);
    follow(6);
  }
  follow(0);
}

}  // namespace

void TextInput::take_byte_order_mark(std::string_view& bytes) {
  encoding_ = bytes.starts_with("\xFF\xFE")   ? Encoding::utf16_le
              : bytes.starts_with("\xFE\xFF") ? Encoding::utf16_be
                                              : Encoding::utf8;
  if (encoding_ != Encoding::utf8) {
    bytes.remove_prefix(2);
  } else if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
}

void TextInput::take_unit(std::uint16_t unit) {
  const bool high = unit >= 0xD800 && unit < 0xDC00;
  const bool low = unit >= 0xDC00 && unit < 0xE000;
  if (const std::uint16_t before = std::exchange(half_pair_, high ? unit : std::uint16_t{0}); before != 0) {
    if (low) return append(converted_, 0x10000 + ((before & 0x3FFU) << 10) + (unit & 0x3FFU));
    converted_ += kNoUtf8;
  }
  if (low) {
    converted_ += kNoUtf8;
  } else if (!high) {
    append(converted_, unit);
  }
}

void TextInput::convert(Chunk chunk) {
  converted_.clear();
  for (const char c : chunk.bytes) {
    const int byte = static_cast<std::uint8_t>(c);
    if (half_unit_ < 0) {
      half_unit_ = byte;
      continue;
    }
    const int first = std::exchange(half_unit_, -1);
    take_unit(static_cast<std::uint16_t>(encoding_ == Encoding::utf16_le ? byte << 8 | first : first << 8 | byte));
  }
  if (chunk.last && (half_unit_ >= 0 || half_pair_ != 0)) converted_ += kNoUtf8;
}

Chunk TextInput::next() {
  Chunk chunk = bytes_.next();
  if (encoding_ == Encoding::unknown) take_byte_order_mark(chunk.bytes);
  if (encoding_ != Encoding::utf8) {
    convert(chunk);
    chunk.bytes = converted_;
  }
  if (chunk.bytes.find('\0') != std::string_view::npos) {
    throw Failure(ExitCode::rejected, fmt::format("{} is not text: it has zero bytes", file_.name()),
                  "a spreadsheet must be saved as CSV, UTF-16 text with a byte order mark or as UTF-8");
  }
  return chunk;
}

}  // namespace selfcheck::cli
