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

/// Where a record is. All are counted from 1.
struct Place {
  std::uint32_t file = 0;    // which of the input's files, in the order in which they are read
  std::uint64_t record = 0;  // of that file; neither the header nor what is blank counts
  std::uint64_t line = 0;    // where it begins
};

/// Which file is read, for places and messages.
struct InputFilePlace {
  std::uint32_t number = 0;  // as in Place
  std::string name;          // as RawInput's
};

/// Of a CSV file's row, and of a line of JSON.
inline constexpr std::size_t kMaxRowSize = std::size_t{1024} * 1024;

/// Why a row can't be told into fields, so that nobody knows which of them holds the number.
enum class RowFault : std::uint8_t {
  none,
  fields,      // not as many as the header has, or without one the first row
  quote,       // a quote inside a field, or one without its partner
  line_end,    // a quoted field goes on in the next line, or may go on from one before, and that is not allowed
  too_long,    // more than 1 MiB
  json,        // no valid JSON, or not one value
  json_key,    // a key twice in one object
  field_type,  // the field holds neither text nor a number, nor an array of these
};

struct Record {
  Place place;
  /// The line's text or the field's, cut off a little beyond kMaxTypedSize (identifier.h), which is enough to see that
  /// it is too long. Of a faulty row: how the row begins.
  std::string_view text;
  RowFault fault = RowFault::none;
  bool over_several_lines = false;
};
using TakeRecord = std::function<void(const Record&)>;

/// Calls `take` for every record in the order of the file, which is the input's `number`th, from 1; for a record that
/// holds several numbers (of several columns, or of a JSON array) once for each of them. Blank lines, and rows whose
/// fields are all blank, are skipped. A row that has a fault costs that row and no other: reading goes on at the next
/// line, also where a quote was left open, unless the lines that follow make a sound row with it (csv_records.h). A
/// file without a chosen column or field has one number a line. What packs it, line ends, byte order marks and memory:
/// as UnpackedInput, TextInput and TextLines. Throws a Failure where these do; if a CSV file has no such column; and if
/// none is chosen and there are several, with a list of them that says how many numbers of this kind are in each.
void read_input(Kind kind, RawInput& file, std::uint32_t number, const InputOptions& options, const TakeRecord& take);

}  // namespace selfcheck::cli
