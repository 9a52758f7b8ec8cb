// What spoils many records of a file in the same way: what spreadsheets and forms do to numbers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "input/input_records.h"

namespace selfcheck::cli {

enum class RejectPattern : std::uint8_t {
  first_row_names,
  apostrophe,
  formula,
  spreadsheet_error,
  link,
  minus_sign,
  accounting,
  scientific,
  decimal_zero,
  decimal,
  thousands,
  quoted,
  masked,
  several_numbers,
  other_separator,
  columns,
  label,
  rounded,
  no_digits,
};
inline constexpr std::size_t kRejectPatterns = static_cast<std::size_t>(RejectPattern::no_digits) + 1;

/// What the shape of a rejected record's text says, whatever reason it was rejected for. At most one.
[[nodiscard]] std::optional<RejectPattern> recognise_pattern(const Record& record, InputFormat format);

/// `apostrophe`, `decimal_zero`, ...: the pattern's name above. A stable interface.
std::string_view pattern_name(RejectPattern pattern);
/// `166 records end in .0`
std::string describe(RejectPattern pattern, std::uint64_t records);
/// What a publisher can do about it: `export the column as text`
std::string_view advice(RejectPattern pattern);

}  // namespace selfcheck::cli
