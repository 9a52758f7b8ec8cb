// One row of a CSV file (RFC 4180, strictly), by libcsv where it has quotes.
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
  explicit CsvRow(char delimiter);
  ~CsvRow();
  CsvRow(const CsvRow&) = delete;
  CsvRow& operator=(const CsvRow&) = delete;

  /// `text` without its line end, and not blank. What an earlier text left behind has no influence.
  RowEnd parse(std::string_view text);

  /// Of the text that was complete, valid as long as that is. White space around a field that is not quoted is not part
  /// of it.
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  [[nodiscard]] std::string_view field(std::size_t index) const { return fields_[index]; }

 private:
  void reset();
  void split(std::string_view text);
  RowEnd parse_quoted(std::string_view text);

  char delimiter_;
  std::unique_ptr<csv_parser> parser_;
  std::vector<std::string_view> fields_;
  std::string unquoted_;                    // fields one after the other
  std::vector<std::size_t> unquoted_ends_;  // of each
};

}  // namespace selfcheck::cli
