#include "csv_column.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "failure.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kMaxFieldSize = std::size_t{1024} * 1024;

// libcsv keeps a field in memory until it ends, and takes the rest of the file for one after a quote without its
// partner.
void* bounded_realloc(void* memory, std::size_t size) {
  return size > kMaxFieldSize ? nullptr : std::realloc(memory, size);
}

}  // namespace

CsvColumn::CsvColumn(std::uint32_t column, bool header, const TakeText& take)
    : parser_(std::make_unique<csv_parser>()), column_(column), skip_row_(header), take_(take) {
  // Strict: after a quote without its partner, libcsv would otherwise take the following rows for one field's text, and
  // the numbers in them would be missing from the list without a word.
  if (csv_init(parser_.get(), CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  csv_set_realloc_func(parser_.get(), bounded_realloc);
}

CsvColumn::~CsvColumn() { csv_free(parser_.get()); }

void CsvColumn::piece(std::string_view text) {
  // C calls these, so nothing may be thrown through it: they only collect.
  const auto field_ended = [](void* field, std::size_t size, void* self) {
    auto& column = *static_cast<CsvColumn*>(self);
    if (++column.fields_seen_ != column.column_) return;
    column.text_.assign(static_cast<const char*>(field), std::min(size, kMaxTypedSize + 1));
  };
  const auto row_ended = [](int, void* self) {
    auto& column = *static_cast<CsvColumn*>(self);
    column.rows_.push_back(column.text_);
    column.text_.clear();
    column.fields_seen_ = 0;
  };
  if (text.empty()) {
    if (csv_fini(parser_.get(), field_ended, row_ended, this) != 0) fail_parse();
  } else if (csv_parse(parser_.get(), text.data(), text.size(), field_ended, row_ended, this) != text.size()) {
    fail_parse();
  }
  const std::uint64_t row_ends = rows_.size();
  take_rows();
  // A line feed ends a line also within a quoted field. Rows that end without one, end with a carriage return.
  line_ += text.ends_with('\n') ? std::max<std::uint64_t>(row_ends, 1) : row_ends;
  if (row_ends > 0) row_line_ = line_;
}

void CsvColumn::finish() { piece({}); }

void CsvColumn::take_rows() {
  std::uint64_t line = line_;
  for (const auto& row : rows_) {
    if (!std::exchange(skip_row_, false)) take_(line, row);
    ++line;
  }
  rows_.clear();
}

void CsvColumn::fail_parse() const {
  if (csv_error(parser_.get()) == CSV_EPARSE) {
    throw Failure(ExitCode::rejected,
                  fmt::format("a quote has no partner in the row that begins at line {}", row_line_),
                  "within a quoted field a quote is written twice; nothing was read beyond this row");
  }
  throw Failure(
      ExitCode::rejected,
      fmt::format("a CSV field is longer than {} bytes, in the row that begins at line {}", kMaxFieldSize, row_line_),
      "a quote may not be closed");
}

}  // namespace selfcheck::cli
