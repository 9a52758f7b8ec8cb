// Cuts an input file into the texts that should each hold one number: lines, or one column of a CSV file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "files.h"

namespace selfcheck::cli {

struct InputOptions {
  std::string path = "-";    // `-`: standard input
  std::uint32_t column = 0;  // of a CSV file, counted from 1; 0: the file is no CSV, one number a line
  bool header = false;       // the first CSV row holds names
};

/// Gets a line's number, counted from 1, and its text, cut off a little beyond kMaxTypedSize (identifier.h), which is
/// enough to see that it is too long.
using TakeText = std::function<void(std::uint64_t line, std::string_view text)>;

/// Calls `take` for every line that is not blank, or for every CSV row (RFC 4180 with any line ends; a row without
/// that column gives an empty text; a row over several lines counts by its last). A UTF-8 byte order mark is
/// skipped. Memory does not grow with the file or with a line. Throws a Failure for UTF-16, for zero bytes (binary
/// files), and for a CSV field over 1 MiB (a quote that is never closed).
void read_input(InputFile& file, const InputOptions& options, const TakeText& take);

}  // namespace selfcheck::cli
