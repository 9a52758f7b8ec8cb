// The rows of a CSV file as records: where they begin and end, and which field is wanted.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "csv_row.h"
#include "input_records.h"
#include "text_lines.h"

namespace selfcheck::cli {

/// Lines first, and each parsed by itself: whatever is wrong with a row ends with its line. Only where that is allowed,
/// a row whose quoted field is still open is joined with the lines that follow, until the quote closes; if it never
/// does, the row is its first line, and the others are read again as rows of their own.
class CsvRecords {
 public:
  CsvRecords(InputFile& file, const InputOptions& options, const TakeRecord& take);
  void read();

 private:
  /// The row that begins with the next line; false at the end.
  [[nodiscard]] bool next_row();
  [[nodiscard]] bool line_at(std::size_t index);
  [[nodiscard]] RowFault parse_row();
  [[nodiscard]] RowFault join_lines();
  void read_header();
  void take_row(RowFault fault);
  void choose_column();
  void fail_on_number_in_header() const;
  [[noreturn]] void fail_without_column() const;

  TextLines lines_;
  const InputOptions& options_;
  const TakeRecord& take_;

  std::deque<TextLine> ahead_;  // read, but not yet taken as rows; the first is where the present row begins
  std::string text_;            // of the present row
  std::uint64_t line_ = 0;      // where it begins
  bool joined_ = false;         // it goes on over several lines
  CsvRow row_;

  std::size_t fields_ = 0;  // that every row must have; 0: not known yet
  std::size_t column_ = 0;  // from 0
  std::uint64_t records_ = 0;
};

}  // namespace selfcheck::cli
