// An input file's lines, whatever ends them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/raw_input.h"

namespace selfcheck::cli {

struct TextLine {
  std::uint64_t number = 0;  // counted from 1, blank lines included
  std::string text;          // without its end
  bool cut = false;          // it is longer than `text`, which holds its beginning
};

/// Nothing but white space.
[[nodiscard]] bool is_blank(std::string_view text);

/// Lines end with LF, CRLF or a CR of its own, mixed as they come; the last one may have no end. A UTF-8 byte order
/// mark is skipped. Memory does not grow with the file or with a line.
class TextLines {
 public:
  /// `max_size`: bytes of a line that are kept.
  TextLines(RawInput& file, std::size_t max_size);

  /// Reads the next line into `line`; false at the end. Throws a Failure for UTF-16 and for zero bytes (binary files).
  [[nodiscard]] bool next(TextLine& line);

 private:
  [[nodiscard]] bool fill();

  RawInput& file_;
  std::size_t max_size_;
  std::vector<char> buffer_;
  std::string_view unread_;
  bool at_start_ = true;
  bool at_end_ = false;
  bool after_cr_ = false;  // a line feed that comes next belongs to the line before
  std::uint64_t lines_ = 0;
};

}  // namespace selfcheck::cli
