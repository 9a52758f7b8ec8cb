#include "input/csv_row.h"

#include <csv.h>

#include <new>

namespace selfcheck::cli {

CsvRow::CsvRow(char delimiter) : delimiter_(delimiter), parser_(std::make_unique<csv_parser>()) { reset(); }

CsvRow::~CsvRow() { csv_free(parser_.get()); }

void CsvRow::reset() {
  if (csv_init(parser_.get(), CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  csv_set_delim(parser_.get(), static_cast<unsigned char>(delimiter_));
}

RowEnd CsvRow::parse(std::string_view text) {
  fields_.clear();
  if (text.find('"') != std::string_view::npos) return parse_quoted(text);
  split(text);
  return RowEnd::complete;
}

// Cuts a row without quotes as libcsv would, and faster: libcsv copies a row byte by byte, and most rows have no quote.
void CsvRow::split(std::string_view text) {
  const auto is_space = [this](char c) { return (c == ' ' || c == '\t') && c != delimiter_; };
  while (true) {
    const std::size_t end = text.find(delimiter_);
    std::string_view field = text.substr(0, end);
    while (!field.empty() && is_space(field.front())) field.remove_prefix(1);
    while (!field.empty() && is_space(field.back())) field.remove_suffix(1);
    fields_.push_back(field);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

RowEnd CsvRow::parse_quoted(std::string_view text) {
  unquoted_.clear();
  unquoted_ends_.clear();
  const auto field_ended = [](void* field, std::size_t size, void* self) {
    auto& row = *static_cast<CsvRow*>(self);
    row.unquoted_.append(static_cast<const char*>(field), size);
    row.unquoted_ends_.push_back(row.unquoted_.size());
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
    // After an error libcsv would take the next text for a part of the same field, so it starts anew.
    csv_free(parser_.get());
    reset();
    return end;
  }
  std::size_t start = 0;
  for (const std::size_t field_end : unquoted_ends_) {
    fields_.push_back(std::string_view(unquoted_).substr(start, field_end - start));
    start = field_end;
  }
  return end;
}

}  // namespace selfcheck::cli
