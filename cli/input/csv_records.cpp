#include "input/csv_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/failure.h"
#include "base/wording.h"
#include "input/reject_reason.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kMaxRowSize = std::size_t{1024} * 1024;

// No name has as many digits as a number.
constexpr std::ptrdiff_t kFewestDigits = 10;

auto quotes(std::string_view text) { return std::count(text.begin(), text.end(), '"'); }

bool is_number(std::string_view text) {
  return std::any_of(kKinds.begin(), kKinds.end(), [&](Kind kind) { return normalize(kind, text).has_value(); });
}

// Spreadsheets write such rows behind a table's end.
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

CsvRecords::CsvRecords(RawInput& file, std::uint32_t number, const InputOptions& options, const TakeRecord& take)
    : lines_(file, kMaxRowSize), file_(number), options_(options), take_(take) {}

void CsvRecords::read() {
  if (options_.header || options_.columns.front().number == 0) read_header();
  for (RowFault fault{}; next_row(fault);) take_row(fault);
}

bool CsvRecords::line_at(std::size_t index) {
  if (index < ahead_.size()) return true;
  TextLine line;
  if (!lines_.next(line)) return false;
  ahead_.push_back(std::move(line));
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
    if (!line_at(0)) return false;
    text_ = std::move(ahead_.front().text);
    line_ = ahead_.front().number;
    if (ahead_.front().cut) text_.resize(kMaxRowSize + 1);
    ahead_.pop_front();
    in_open_row_ = open_row_lines_ != 0;
    if (in_open_row_) --open_row_lines_;
  } while (is_blank(text_));
  return true;
}

RowFault CsvRecords::parse_row() {
  joined_ = false;
  if (in_open_row_) return RowFault::line_end;
  if (text_.size() > kMaxRowSize) return RowFault::too_long;
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

// Between the quotes that open and close fields all others are in pairs, so a field is open where their number is odd.
std::size_t CsvRecords::lines_to_join() {
  std::string joined = text_;
  for (std::size_t more = 0; line_at(more);) {
    const TextLine& line = ahead_[more++];
    if (line.cut || joined.size() + line.text.size() >= kMaxRowSize) break;
    joined += '\n';
    joined += line.text;
    if (quotes(line.text) % 2 == 0) continue;
    if (row_.parse(joined) != RowEnd::complete) break;
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
    throw Failure(ExitCode::rejected,
                  fmt::format("the first row, which should hold names, can't be read: {}", reason.describe()),
                  reason.advice());
  }
  choose_column();
  fail_on_number_in_header();
}

void CsvRecords::take_row(RowFault fault) {
  if (fault == RowFault::none && fields_ == 0) choose_column();
  if (fault == RowFault::none && row_.size() != fields_) fault = RowFault::fields;
  const std::string_view text = fault == RowFault::none ? row_.field(column_) : std::string_view(text_);
  take_({{file_, ++records_, line_}, text.substr(0, kMaxTypedSize + 1), fault, joined_});
}

void CsvRecords::choose_column() {
  fields_ = row_.size();
  column_ = options_.columns.front().number - std::size_t{1};
  if (options_.columns.front().number == 0) {
    const auto named = [&](std::size_t i) { return row_.field(i) == options_.columns.front().name; };
    for (column_ = 0; column_ < fields_ && !named(column_);) ++column_;
    for (std::size_t i = column_ + 1; i < fields_; ++i) {
      if (named(i)) throw Failure(ExitCode::rejected, "two columns have that name", "give --column the number of one");
    }
  }
  if (column_ >= fields_) fail_without_column();
}

// Whoever a first row belongs to that holds no names would be left out without a word.
void CsvRecords::fail_on_number_in_header() const {
  bool found = has_digits_of_number(row_.field(column_));
  for (std::size_t i = 0; i < fields_; ++i) found = found || is_number(row_.field(i));
  if (!found) return;
  throw Failure(
      ExitCode::rejected, "the first row, which should hold names, holds what may be a number",
      fmt::format("if it is a row like the others, {}; if not, take the digits out of it",
                  options_.columns.front().number != 0 ? "leave out --header"
                                                       : "give --column the column's number, without --header"));
}

void CsvRecords::fail_without_column() const {
  const std::string columns = counted(fields_, "column", "columns");
  const std::string message =
      fields_ == 1 && options_.columns.front().number == 0 ? "the first row's only column has another name"
      : options_.columns.front().number != 0
          ? fmt::format("the first row has {}: there is no column {}", columns, options_.columns.front().number)
          : fmt::format("none of the first row's {} has that name", columns);
  constexpr std::array<std::pair<char, std::string_view>, 3> kOthers{
      {{';', "semicolons"}, {'\t', "tabs"}, {'|', "vertical bars"}}};
  for (const auto& [separator, name] : kOthers) {
    if (fields_ != 1 || text_.find(separator) == std::string::npos) continue;
    throw Failure(ExitCode::rejected, message,
                  fmt::format("the row has {0}: save the file with commas between the columns instead of {0}", name));
  }
  throw Failure(ExitCode::rejected, message,
                options_.columns.front().number != 0
                    ? ""
                    : "names are compared letter by letter; a column's number, counted from 1, will do too");
}

}  // namespace selfcheck::cli
