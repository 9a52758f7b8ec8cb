// What an input is: which files, and where in them the numbers are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace selfcheck::cli {

/// A column of a CSV file: its number, counted from 1, or its name in the first row.
struct InputColumn {
  std::uint32_t number = 0;  // 0: by name
  std::string name{};
};

enum class InputFormat : std::uint8_t {
  text,  // one number a line
  csv,
  json_lines,
};

struct InputOptions {
  std::vector<std::string> paths{};    // read one after the other; `-`, or none: standard input
  std::vector<InputColumn> columns{};  // of CSV files, each of which gives numbers
  std::optional<char> delimiter{};     // between a CSV file's columns; none: found in each file
  bool header = false;                 // the first CSV row holds names; with a column's name it does anyway
  bool multiline = false;              // a quoted field may go on over several lines
  std::string field{};                 // of JSON Lines: a name, a path such as person.phone, or a JSON pointer
  bool repair = false;                 // numbers are taken out of what data people's tools write around them

  [[nodiscard]] InputFormat format() const {
    return !field.empty() ? InputFormat::json_lines : !columns.empty() ? InputFormat::csv : InputFormat::text;
  }
};

/// What decides which numbers are read from given files, option by option: `{"--column", "2"}`. In one form for one
/// meaning; an option that is not given is not there.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> asked(const InputOptions& options);

/// The files to read, in order: never none. Throws a Failure if standard input would be read twice, or one can't be
/// read: all of them are asked before the first is read.
[[nodiscard]] std::vector<std::string> input_paths(const InputOptions& options);

}  // namespace selfcheck::cli
