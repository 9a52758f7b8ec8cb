#include "input/csv_row.h"

#include <csv.h>

#include <new>

namespace selfcheck::cli {

CsvRow::CsvRow() : parser_(std::make_unique<csv_parser>()) { reset(); }

CsvRow::~CsvRow() { csv_free(parser_.get()); }

void CsvRow::reset() {
  if (csv_init(parser_.get(), CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
}

RowEnd CsvRow::parse(std::string_view text) {
  fields_.clear();
  ends_.clear();
  const auto field_ended = [](void* field, std::size_t size, void* self) {
    auto& row = *static_cast<CsvRow*>(self);
    row.fields_.append(static_cast<const char*>(field), size);
    row.ends_.push_back(row.fields_.size());
  };
  const auto row_ended = [](int, void*) {};

  RowEnd end = RowEnd::complete;
  if (csv_parse(parser_.get(), text.data(), text.size(), field_ended, row_ended, this) != text.size()) {
    end = RowEnd::stray_quote;
  } else if (csv_fini(parser_.get(), field_ended, row_ended, this) != 0) {
    end = RowEnd::in_quotes;
  }
  if (csv_error(parser_.get()) == CSV_ENOMEM) throw std::bad_alloc();
  if (end != RowEnd::complete) {
    // After an error libcsv would go on within the field.
    csv_free(parser_.get());
    reset();
  }
  return end;
}

std::string_view CsvRow::field(std::size_t index) const {
  const std::size_t start = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(fields_).substr(start, ends_[index] - start);
}

}  // namespace selfcheck::cli
