// What the command line says about an input: which files are read, and where in them the numbers are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace selfcheck::cli {

/// A column of a CSV file: its number, counted from 1, or its name in the first row.
struct InputColumn {
  std::uint32_t number = 0;  // 0 if the column is given by its name
  std::string name{};
};

enum class InputFormat : std::uint8_t {
  text,  // one number a line
  csv,
  json_lines,
};

struct InputOptions {
  std::vector<std::string> paths{};    // read one after the other; `-`, or no path at all, is standard input
  std::vector<InputColumn> columns{};  // the columns of CSV files that numbers are taken from
  std::optional<char> delimiter{};     // between a CSV file's columns; null if each file is to show it
  bool header = false;                 // the first CSV row holds names; a column that is given by name implies it
  bool multiline = false;              // a quoted field may go on over several lines
  std::string field{};                 // of JSON Lines: a name, a path such as person.phone, or a JSON pointer
  bool repair = false;                 // repair.h takes numbers out of what spreadsheets wrote around them

  [[nodiscard]] InputFormat format() const {
    return !field.empty() ? InputFormat::json_lines : !columns.empty() ? InputFormat::csv : InputFormat::text;
  }
};

/// Returns the options that decide which numbers are read from given files, as pairs such as `{"--column", "2"}`. The
/// same meaning always has the same form, and an option that was not given is left out.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> asked(const InputOptions& options);

/// Returns the files to read, in order; there is always at least one. Throws a Failure if standard input would be read
/// twice, or a file can't be read: all of them are tried before the first is read.
[[nodiscard]] std::vector<std::string> input_paths(const InputOptions& options);

}  // namespace selfcheck::cli
