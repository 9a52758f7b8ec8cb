// Cuts one row of a CSV file (RFC 4180, strictly) into fields, with libcsv where the row has quotes.
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

  /// Parses `text`, a row without its line end, which must not be blank. Rows that were parsed before have no
  /// influence.
  RowEnd parse(std::string_view text);

  /// The fields of the last text that was complete. They are valid as long as that text is, and until the next one is
  /// parsed. White space around a field that is not quoted is not part of it.
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  [[nodiscard]] std::string_view field(std::size_t index) const { return fields_[index]; }

 private:
  void reset();
  void split(std::string_view text);
  RowEnd parse_quoted(std::string_view text);

  char delimiter_;
  std::unique_ptr<csv_parser> parser_;
  std::vector<std::string_view> fields_;
  std::string unquoted_;                    // the fields of a row with quotes, one after the other
  std::vector<std::size_t> unquoted_ends_;  // where each of these fields ends
};

}  // namespace selfcheck::cli
