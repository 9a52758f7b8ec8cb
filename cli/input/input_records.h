// Cuts an input file into records that should each hold one number: lines, or the rows of a CSV file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "input/input_options.h"
#include "input/raw_input.h"

namespace selfcheck::cli {

/// Where a record is. All are counted from 1.
struct Place {
  std::uint32_t file = 0;    // which of the input's files, in the order in which they are read
  std::uint64_t record = 0;  // of that file; neither the header nor what is blank counts
  std::uint64_t line = 0;    // where it begins
};

/// Why a row can't be told into fields, so that nobody knows which of them holds the number.
enum class RowFault : std::uint8_t {
  none,
  fields,    // not as many as the header has, or without one the first row
  quote,     // a quote inside a field, or one without its partner
  line_end,  // a quoted field goes on in the next line, or may go on from one before, and that is not allowed
  too_long,  // more than 1 MiB
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

/// Calls `take` for every record in the order of the file, which is the input's `number`th, from 1; blank lines, and
/// rows whose fields are all blank, are skipped. A row that has a fault costs that row and no other: reading goes on at
/// the next line, also where a quote was left open, unless the lines that follow make a sound row with it
/// (csv_records.h). Line ends, byte order marks and memory: as TextLines. Throws a Failure where TextLines does, and if
/// the CSV file has no such column.
void read_input(RawInput& file, std::uint32_t number, const InputOptions& options, const TakeRecord& take);

}  // namespace selfcheck::cli
