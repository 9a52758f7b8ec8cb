// One column of a CSV file, by libcsv.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input_lines.h"

struct csv_parser;

namespace selfcheck::cli {

/// Takes a text in pieces that each end with the line feed of a line, or earlier.
class LinePieces {
 public:
  virtual ~LinePieces() = default;
  virtual void piece(std::string_view text) = 0;
  virtual void finish() = 0;
};

class CsvColumn : public LinePieces {
 public:
  CsvColumn(std::uint32_t column, bool header, const TakeText& take);
  ~CsvColumn() override;
  CsvColumn(const CsvColumn&) = delete;
  CsvColumn& operator=(const CsvColumn&) = delete;

  void piece(std::string_view text) override;
  void finish() override;

 private:
  void take_rows();
  [[noreturn]] void fail_parse() const;

  std::unique_ptr<csv_parser> parser_;
  std::uint32_t column_;
  bool skip_row_;
  const TakeText& take_;
  std::uint64_t line_ = 1;
  std::uint64_t row_line_ = 1;  // where the row that is being read began

  std::uint32_t fields_seen_ = 0;  // in the row that is being read
  std::string text_;               // of its column
  std::vector<std::string> rows_;  // that ended in the present piece
};

}  // namespace selfcheck::cli
