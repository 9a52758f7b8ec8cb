#include "commands/whole_number.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace selfcheck::cli {

std::string problem_of_whole_number(std::string_view text, std::uint64_t min, std::uint64_t max) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && number >= min && number <= max) return {};
  constexpr std::uint64_t kWorthSaying = 9999;
  if (max <= kWorthSaying) return fmt::format("a whole number from {} to {}, please", min, max);
  const bool too_large = error == std::errc::result_out_of_range || (whole && number > max);
  return fmt::format("a whole number, {} or more{}, please", min, too_large ? " but less than that" : "");
}

}  // namespace selfcheck::cli
