#include "input/csv_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/failure.h"
#include "base/wording.h"
#include "input/reject_reason.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {
namespace {

// Whatever has at least this many digits is taken for a number, and not for a column's name.
constexpr std::ptrdiff_t kFewestDigits = 10;

auto quotes(std::string_view text) { return std::count(text.begin(), text.end(), '"'); }

bool is_number(std::string_view text) {
  return std::any_of(kKinds.begin(), kKinds.end(), [&](Kind kind) { return normalize(kind, text).has_value(); });
}

// Whether all fields are blank, as in the rows that spreadsheets write behind a table's end.
bool has_blank_fields_only(const CsvRow& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!is_blank(row.field(i))) return false;
  }
  return true;
}

bool has_digits_of_number(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) >= kFewestDigits;
}

}  // namespace

CsvRecords::CsvRecords(TextLines& lines, const InputFilePlace& file, char delimiter, const InputOptions& options,
                       const TakeRecord& take)
    : lines_(lines), file_(file), options_(options), take_(take), row_(delimiter) {}

void CsvRecords::read() {
  const bool by_name = std::any_of(options_.columns.begin(), options_.columns.end(),
                                   [](const InputColumn& column) { return column.number == 0; });
  if (options_.header || by_name) read_header();
  for (RowFault fault{}; next_row(fault);) take_row(fault);
}

bool CsvRecords::line_at(std::size_t index) {
  if (index < ahead_.size()) return true;
  TextLine line;
  if (!lines_.next(line)) return false;
  ahead_.push_back({line.number, std::string(line.text), line.cut});
  return true;
}

bool CsvRecords::next_row(RowFault& fault) {
  do {
    if (!next_line()) return false;
    fault = parse_row();
  } while (fault == RowFault::none && has_blank_fields_only(row_));
  return true;
}

bool CsvRecords::next_line() {
  do {
    if (ahead_.empty()) {
      TextLine line;
      if (!lines_.next(line)) return false;
      text_ = line.text;
      line_ = line.number;
      cut_ = line.cut;
    } else {
      kept_text_ = std::move(ahead_.front().text);
      text_ = kept_text_;
      line_ = ahead_.front().number;
      cut_ = ahead_.front().cut;
      ahead_.pop_front();
    }
    in_open_row_ = open_row_lines_ != 0;
    if (in_open_row_) --open_row_lines_;
  } while (is_blank(text_));
  return true;
}

RowFault CsvRecords::parse_row() {
  joined_ = false;
  if (in_open_row_) return RowFault::line_end;
  if (cut_) return RowFault::too_long;
  switch (row_.parse(text_)) {
    case RowEnd::complete:
      return RowFault::none;
    case RowEnd::stray_quote:
      return RowFault::quote;
    case RowEnd::in_quotes:
      break;
  }
  const std::size_t more = lines_to_join();
  if (!options_.multiline) {
    open_row_lines_ = more;
    return RowFault::line_end;
  }
  if (more == 0) return RowFault::quote;
  ahead_.erase(ahead_.begin(), ahead_.begin() + static_cast<std::ptrdiff_t>(more));
  joined_ = true;
  return RowFault::none;
}

// Between the quotes that open and close fields all other quotes are in pairs, so a field is open where the number of
// quotes so far is odd.
std::size_t CsvRecords::lines_to_join() {
  // The text is copied, since reading the next line overwrites the memory that this one is in.
  if (text_.data() != kept_text_.data()) kept_text_ = text_;
  text_ = kept_text_;
  joined_text_ = text_;
  for (std::size_t more = 0; line_at(more);) {
    const KeptLine& line = ahead_[more++];
    if (line.cut || joined_text_.size() + line.text.size() >= kMaxRowSize) break;
    joined_text_ += '\n';
    joined_text_ += line.text;
    if (quotes(line.text) % 2 == 0) continue;
    if (row_.parse(joined_text_) != RowEnd::complete) break;
    const bool rows_of_their_own = fields_ != 0 && row_.size() != fields_;
    return rows_of_their_own ? 0 : more;
  }
  return 0;
}

void CsvRecords::read_header() {
  RowFault fault{};
  if (!next_row(fault)) return;
  if (fault != RowFault::none) {
    const RejectReason reason{.row = fault};
    throw Failure(
        ExitCode::rejected,
        fmt::format("the first row of {}, which should hold names, can't be read: {}", file_.name, reason.describe()),
        reason.advice());
  }
  choose_columns();
  fail_on_number_in_header();
}

void CsvRecords::take_row(RowFault fault) {
  if (fault == RowFault::none && fields_ == 0) choose_columns();
  if (fault == RowFault::none && row_.size() != fields_) fault = RowFault::fields;
  const Place place{file_.number, ++records_, line_};
  const auto take = [&](std::string_view text) { take_({place, text.substr(0, kMaxTypedSize + 1), fault, joined_}); };
  if (fault != RowFault::none) return take(text_);
  if (columns_.size() == 1) return take(row_.field(columns_.front()));
  bool taken = false;
  for (const std::size_t column : columns_) {
    if (is_blank(row_.field(column))) continue;
    take(row_.field(column));
    taken = true;
  }
  if (!taken) take({});
}

void CsvRecords::choose_columns() {
  fields_ = row_.size();
  columns_.clear();
  for (const InputColumn& column : options_.columns) {
    const std::size_t index = index_of(column);
    // A column that was chosen twice gives its numbers once.
    if (std::find(columns_.begin(), columns_.end(), index) == columns_.end()) columns_.push_back(index);
  }
}

std::size_t CsvRecords::index_of(const InputColumn& column) const {
  std::size_t index = column.number - std::size_t{1};
  if (column.number == 0) {
    const auto named = [&](std::size_t i) { return row_.field(i) == column.name; };
    for (index = 0; index < fields_ && !named(index);) ++index;
    for (std::size_t i = index + 1; i < fields_; ++i) {
      if (!named(i)) continue;
      throw Failure(ExitCode::rejected, fmt::format("two columns of {} have that name", file_.name),
                    "give --column the number of one");
    }
  }
  if (index >= fields_) fail_without_column(column);
  return index;
}

// If the first row holds a person's data instead of names, that person would be left out without a word.
void CsvRecords::fail_on_number_in_header() const {
  bool found = std::any_of(columns_.begin(), columns_.end(),
                           [&](std::size_t column) { return has_digits_of_number(row_.field(column)); });
  for (std::size_t i = 0; i < fields_; ++i) found = found || is_number(row_.field(i));
  if (!found) return;
  throw Failure(
      ExitCode::rejected,
      fmt::format("the first row of {}, which should hold names, holds what may be a number", file_.name),
      fmt::format("if it is a row like the others, {}; if not, take the digits out of it",
                  options_.columns.front().number != 0 ? "leave out --header"
                                                       : "give --column the column's number, without --header"));
}

void CsvRecords::fail_without_column(const InputColumn& column) const {
  const std::string columns = counted(fields_, "column", "columns");
  const bool by_name = column.number == 0;
  const std::string message =
      fields_ == 1 && by_name ? fmt::format("the only column of {} has another name", file_.name)
      : by_name               ? fmt::format("none of the {} of {} has that name", columns, file_.name)
                : fmt::format("the first row of {} has {}: there is no column {}", file_.name, columns, column.number);
  throw Failure(
      ExitCode::rejected, message,
      by_name ? "names are compared letter by letter; a column's number, counted from 1, will do too"
              : "without --column, selfcheck tells what the columns are; --delimiter says what stands between them");
}

}  // namespace selfcheck::cli
