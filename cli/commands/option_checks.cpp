#include "commands/option_checks.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>

namespace selfcheck::cli {

CLI::Validator whole_number(std::uint64_t min, std::uint64_t max) {
  const auto check = [min, max](const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (whole && number >= min && number <= max) return std::string();
    constexpr std::uint64_t kWorthSaying = 9999;
    return max <= kWorthSaying
               ? fmt::format("a whole number from {} to {}, please", min, max)
               : fmt::format(
                     "a whole number, {} or more{}, please", min,
                     error == std::errc::result_out_of_range || (whole && number > max) ? " but less than that" : "");
  };
  return {check, ""};
}

CLI::Validator positive_amount() {
  const auto check = [](const std::string& text) {
    double amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    const bool read = error == std::errc() && end == text.data() + text.size();
    return read && std::isfinite(amount) && amount > 0 ? std::string()
                                                       : std::string("an amount above 0, like 0.40, please");
  };
  return {check, ""};
}

}  // namespace selfcheck::cli
