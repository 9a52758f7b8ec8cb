// Cuts an input file into records that should each hold one number: lines, or the rows of a CSV file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "files/files.h"

namespace selfcheck::cli {

struct InputOptions {
  std::string path = "-";     // `-`: standard input
  std::uint32_t column = 0;   // of a CSV file, counted from 1
  std::string column_name{};  // or its name in the first row; neither: the file is no CSV, one number a line
  bool header = false;        // the first CSV row holds names; with `column_name` it does anyway
  bool multiline = false;     // a quoted field may go on over several lines

  [[nodiscard]] bool is_csv() const { return column != 0 || !column_name.empty(); }
};

/// Where a record is.
struct Place {
  std::uint64_t record = 0;  // counted from 1; neither the header nor what is blank counts
  std::uint64_t line = 0;    // where it begins, counted from 1
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

/// Calls `take` for every record in the file's order; blank lines, and rows
/// whose fields are all blank, are skipped. A row that has a fault costs that row
/// and no other: reading goes on at the next line, also where a quote was left open, unless the lines that follow make
/// a sound row with it (csv_records.h). Line ends, byte order marks and
/// memory: as TextLines. Throws a Failure where TextLines does, and if the CSV file has no such column.
void read_input(InputFile& file, const InputOptions& options, const TakeRecord& take);

}  // namespace selfcheck::cli
