// One row of a CSV file (RFC 4180, strictly), by libcsv.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct csv_parser;

namespace selfcheck::cli {

enum class RowEnd {
  complete,
  in_quotes,    // a quoted field goes on beyond the text
  stray_quote,  // a quote inside a field that is not quoted, or text after the quote that ends one
};

class CsvRow {
 public:
  CsvRow();
  ~CsvRow();
  CsvRow(const CsvRow&) = delete;
  CsvRow& operator=(const CsvRow&) = delete;

  /// `text` without its line end, and not blank. What an earlier text left behind has no influence.
  RowEnd parse(std::string_view text);

  /// Of the text that was complete. White space around a field that is not quoted is not part of it.
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view field(std::size_t index) const;

 private:
  void reset();

  std::unique_ptr<csv_parser> parser_;
  std::string fields_;             // one after the other
  std::vector<std::size_t> ends_;  // of each, in fields_
};

}  // namespace selfcheck::cli
