// Cuts an input file into records that should each hold one number: lines, or the rows of a CSV file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "input/input_options.h"
#include "input/raw_input.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// Where a record is. Files, records and lines are counted from 1.
struct Place {
  std::uint32_t file = 0;    // the number of the input's file, in the order in which files are read
  std::uint64_t record = 0;  // the number of the record in that file; neither the header nor blank lines and rows count
  std::uint64_t line = 0;    // the line of the file where the record begins
};

/// Which file is being read, for the places of records and for messages.
struct InputFilePlace {
  std::uint32_t number = 0;  // the same number as Place::file
  std::string name;          // the same name as RawInput::name()
};

/// The longest row of a CSV file, or line of JSON, that is read, in bytes.
inline constexpr std::size_t kMaxRowSize = std::size_t{1024} * 1024;

/// Why a row can't be cut into fields, so that nobody knows which of them holds the number.
enum class RowFault : std::uint8_t {
  none,
  fields,      // the row has not as many fields as the header, or as the first row if there is no header
  quote,       // the row has a quote inside a field, or one without its partner
  line_end,    // without --multiline: a quoted field goes on in the next line, or may go on from an earlier one
  too_long,    // the row is longer than 1 MiB
  json,        // the line is no valid JSON, or not one value
  json_key,    // an object has a key twice
  field_type,  // the JSON field holds something else than text, a number or an array of these
};

struct Record {
  Place place;
  /// The line's text or the field's, cut off a little beyond kMaxTypedSize (identifier.h), which is enough to see that
  /// it is too long. For a faulty row it is the row's beginning.
  std::string_view text;
  RowFault fault = RowFault::none;
  bool over_several_lines = false;
};
using TakeRecord = std::function<void(const Record&)>;

/// Calls `take` for every record, in the order of the file. `number` is the file's number among the input's files,
/// counted from 1. A record that holds several numbers (of several columns, or of a JSON array) is passed on once for
/// each of them. Blank lines, and rows whose fields are all blank, are skipped. A fault costs the row that has it and
/// no other: reading goes on at the next line, also where a quote was left open, unless the lines that follow make a
/// sound row with it (csv_records.h). A file without a chosen column or field has one number a line. UnpackedInput,
/// TextInput and TextLines say how files may be packed, which line ends and byte order marks they may have, and how
/// much memory reading takes. Throws a Failure where these do, and if a CSV file has no such column. If none was chosen
/// and the file has several, the Failure lists them with how many numbers of this kind are in each.
void read_input(Kind kind, RawInput& file, std::uint32_t number, const InputOptions& options, const TakeRecord& take);

}  // namespace selfcheck::cli
