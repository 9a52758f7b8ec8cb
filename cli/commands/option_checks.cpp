#include "commands/option_checks.h"

#include <charconv>
#include <cmath>
#include <string>

#include "commands/whole_number.h"

namespace selfcheck::cli {

CLI::Validator whole_number(std::uint64_t min, std::uint64_t max) {
  const auto check = [min, max](const std::string& text) { return problem_of_whole_number(text, min, max); };
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
