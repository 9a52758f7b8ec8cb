// Recognises what has spoiled many records of a file in the same way, such as what spreadsheets and forms do to
// numbers.
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

/// Returns the pattern that the shape of a rejected record's text shows, or nothing. The reason of the rejection has no
/// influence on it, but a row that can't be read shows no other pattern than `formula`.
[[nodiscard]] std::optional<RejectPattern> recognise_pattern(const Record& record, InputFormat format);

/// Returns the pattern's name in the enumeration: `apostrophe`, `decimal_zero`, ... The names are a stable interface.
std::string_view pattern_name(RejectPattern pattern);
/// Returns a sentence such as `166 records end in .0`.
std::string describe(RejectPattern pattern, std::uint64_t records);
/// Returns what a publisher can do about it, such as `export the column as text`.
std::string_view advice(RejectPattern pattern);

}  // namespace selfcheck::cli
