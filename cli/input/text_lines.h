// Cuts an input file into lines, whatever ends them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/text_input.h"

namespace selfcheck::cli {

struct TextLine {
  std::uint64_t number = 0;  // counted from 1, blank lines included
  std::string_view text;     // the line without its end; valid until the next line is asked for
  bool cut = false;          // the line is longer than `text`, which holds its beginning
};

/// Whether the text has nothing but white space.
[[nodiscard]] bool is_blank(std::string_view text);

/// Lines end with LF, CRLF or a single CR, which may be mixed in one file; the last line may have no end. The memory
/// that is used does not grow with the file or with a line.
class TextLines {
 public:
  /// `max_size` is how many bytes of a line are kept.
  TextLines(RawInput& file, std::size_t max_size) : input_(file), max_size_(max_size) {}

  /// Reads the next line into `line`. Returns false at the end of the file. Throws a Failure as TextInput does.
  [[nodiscard]] bool next(TextLine& line);
  /// Returns the file's first lines, as far as they are whole in the first 256 KiB, without taking them. It may be
  /// called only before the first line is taken.
  [[nodiscard]] std::string_view sample();

 private:
  [[nodiscard]] bool fill();
  [[nodiscard]] std::size_t line_end();
  void keep(std::string_view part, TextLine& line);

  TextInput input_;
  std::size_t max_size_;
  std::string_view unread_;
  // Where the next line feed and the next carriage return are in what is unread, or the end of that if there is none.
  // They are looked for again once they are passed.
  const char* feed_ = nullptr;
  const char* return_ = nullptr;
  bool at_end_ = false;
  bool after_cr_ = false;  // the last line ended with a carriage return: a line feed that comes next belongs to it
  std::string parts_;      // the beginning of a line that goes on in the next chunk
  std::uint64_t lines_ = 0;
};

}  // namespace selfcheck::cli
