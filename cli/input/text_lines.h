// An input file's lines, whatever ends them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/text_input.h"

namespace selfcheck::cli {

struct TextLine {
  std::uint64_t number = 0;  // counted from 1, blank lines included
  std::string_view text;     // without its end; valid until the next line is asked for
  bool cut = false;          // it is longer than `text`, which holds its beginning
};

/// Nothing but white space.
[[nodiscard]] bool is_blank(std::string_view text);

/// Lines end with LF, CRLF or a CR of its own, mixed as they come; the last one may have no end. Memory does not grow
/// with the file or with a line.
class TextLines {
 public:
  /// `max_size`: bytes of a line that are kept.
  TextLines(RawInput& file, std::size_t max_size) : input_(file), max_size_(max_size) {}

  /// Reads the next line into `line`; false at the end. Throws a Failure as TextInput does.
  [[nodiscard]] bool next(TextLine& line);
  /// Whole lines that come next, some hundred kilobytes of them, which are not taken yet: only before the first one.
  [[nodiscard]] std::string_view sample();

 private:
  [[nodiscard]] bool fill();
  [[nodiscard]] std::size_t line_end();
  void keep(std::string_view part, TextLine& line);

  TextInput input_;
  std::size_t max_size_;
  std::string_view unread_;
  // In what is unread: the next of each that ends lines, or its end. Looked for once they are passed.
  const char* feed_ = nullptr;
  const char* return_ = nullptr;
  bool at_end_ = false;
  bool after_cr_ = false;  // a line feed that comes next belongs to the line before
  std::string parts_;      // of a line that goes on in the next chunk
  std::uint64_t lines_ = 0;
};

}  // namespace selfcheck::cli
