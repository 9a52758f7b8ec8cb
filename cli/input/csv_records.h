// The rows of a CSV file as records: where they begin and end, and which fields are wanted.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "input/csv_row.h"
#include "input/input_records.h"
#include "input/text_lines.h"

namespace selfcheck::cli {

/// Lines first, and each parsed by itself: whatever is wrong with a row ends with its line. Only a row whose quoted
/// field is still open is joined with the lines that follow, until the quote closes. If it never does, or if that makes
/// no sound row, the row is its first line, and the others are read again as rows of their own. If it makes one, that
/// is the row where fields may go on over several lines; and where they may not, each of its lines is a faulty row:
/// a number in one of them may be part of the open field.
class CsvRecords {
 public:
  /// `lines` keep kMaxRowSize bytes of a line.
  CsvRecords(TextLines& lines, const InputFilePlace& file, char delimiter, const InputOptions& options,
             const TakeRecord& take);
  void read();

 private:
  // A line that outlives the next one.
  struct KeptLine {
    std::uint64_t number;
    std::string text;
    bool cut;
  };

  /// The next row that holds anything, parsed; false at the end.
  [[nodiscard]] bool next_row(RowFault& fault);
  /// The row that begins with the next line that is not blank, its text alone; false at the end.
  [[nodiscard]] bool next_line();
  [[nodiscard]] bool line_at(std::size_t index);
  [[nodiscard]] RowFault parse_row();
  /// How many lines make, together with the present row, which leaves a field open, a sound one; 0: none do. The row is
  /// parsed then.
  [[nodiscard]] std::size_t lines_to_join();
  void read_header();
  void take_row(RowFault fault);
  void choose_columns();
  [[nodiscard]] std::size_t index_of(const InputColumn& column) const;
  void fail_on_number_in_header() const;
  [[noreturn]] void fail_without_column(const InputColumn& column) const;

  TextLines& lines_;
  InputFilePlace file_;
  const InputOptions& options_;
  const TakeRecord& take_;

  std::deque<KeptLine> ahead_;  // read, but not yet taken as rows; the first is where the present row begins
  std::string kept_text_;       // of the present row, if it was ahead or goes on
  std::string joined_text_;
  std::string_view text_;   // of the present row
  bool cut_ = false;        // it is longer
  std::uint64_t line_ = 0;  // where it begins
  bool joined_ = false;     // it goes on over several lines
  CsvRow row_;

  std::size_t open_row_lines_ = 0;    // of those ahead, the lines of a row whose field may not go on over them
  bool in_open_row_ = false;          // the present row is one of them
  std::size_t fields_ = 0;            // that every row must have; 0: not known yet
  std::vector<std::size_t> columns_;  // from 0
  std::uint64_t records_ = 0;
};

}  // namespace selfcheck::cli
