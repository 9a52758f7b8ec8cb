// Cuts a CSV file into records: finds where each row begins and ends, and takes the chosen fields of it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "input/csv_row.h"
#include "input/input_records.h"
#include "input/text_lines.h"

namespace selfcheck::cli {

/// Cuts the file into lines first and parses each line by itself, so that whatever is wrong with a row ends with its
/// line. Only a row whose quoted field is still open is joined with the lines that follow, until the quote closes. If
/// the quote never closes, or the joined lines are no sound row, the row is its first line alone, and the others are
/// read again as rows of their own. If the joined lines are a sound row, they are taken as one where fields may go on
/// over several lines (--multiline). Where they may not, each of the lines is a faulty row: a number in one of them may
/// be part of the open field.
class CsvRecords {
 public:
  /// `lines` must keep kMaxRowSize bytes of a line.
  CsvRecords(TextLines& lines, const InputFilePlace& file, char delimiter, const InputOptions& options,
             const TakeRecord& take);
  void read();

 private:
  // A copy of a line, which stays valid when the next line is read.
  struct KeptLine {
    std::uint64_t number;
    std::string text;
    bool cut;
  };

  /// Reads and parses the next row that has a field which is not blank, or a fault. Returns false at the end of the
  /// file.
  [[nodiscard]] bool next_row(RowFault& fault);
  /// Makes the next line that is not blank the present row, without parsing it. Returns false at the end of the file.
  [[nodiscard]] bool next_line();
  [[nodiscard]] bool line_at(std::size_t index);
  [[nodiscard]] RowFault parse_row();
  /// Returns how many of the following lines make a sound row together with the present one, which leaves a field open,
  /// and leaves that row parsed. Returns 0 if no number of lines does.
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

  std::deque<KeptLine> ahead_;  // lines that were read, but not yet taken as rows
  std::string kept_text_;       // the present row's first line, if it was in `ahead_` or leaves a field open
  std::string joined_text_;
  std::string_view text_;   // the text of the present row's first line
  bool cut_ = false;        // the line is longer than `text_`
  std::uint64_t line_ = 0;  // the number of the line where the present row begins
  bool joined_ = false;     // the present row goes on over several lines
  CsvRow row_;

  std::size_t open_row_lines_ = 0;    // how many of the next lines belong to a row that would need --multiline
  bool in_open_row_ = false;          // the present row is one of these lines
  std::size_t fields_ = 0;            // how many fields every row must have; 0 as long as it is not known
  std::vector<std::size_t> columns_;  // indices of the chosen columns, counted from 0
  std::uint64_t records_ = 0;
};

}  // namespace selfcheck::cli
