#include "base/wording.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace selfcheck::cli {

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string byte_size(std::uint64_t bytes) {
  if (bytes < 1024) return counted(bytes, "byte", "bytes");
  constexpr std::array kUnits{"KiB", "MiB", "GiB", "TiB"};
  double size = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; size >= 1024 && unit + 1 < kUnits.size(); ++unit) size /= 1024;
  return fmt::format("{:.1f} {}", size, kUnits[unit]);
}

std::string duration(double seconds) {
  constexpr double kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
  if (seconds < 1) return "less than a second";
  if (seconds >= 2 * kDay) return fmt::format("{:.1f} days", seconds / kDay);
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (seconds < kMinute) return fmt::format("{} s", whole);
  if (seconds < kHour) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string dollars(double amount) {
  if (amount < 0.005) return "below $0.01";
  if (amount < 10) return fmt::format("${:.2f}", amount);
  return fmt::format("${}", grouped(static_cast<std::uint64_t>(std::llround(amount))));
}

std::string price(double amount) {
  std::string text = fmt::format("${:.4f}", amount);
  for (int spare = 2; spare > 0 && text.back() == '0'; --spare) text.pop_back();
  return text;
}

std::string tenths(double number) {
  if (number < 0.05) return "below 0.1";
  if (number < 100) return fmt::format("{:.1f}", number);
  return grouped(static_cast<std::uint64_t>(std::llround(number)));
}

std::string percent(double fraction) {
  if (fraction < 0.0001) return "less than 0.01%";
  return fmt::format("{:.2f}%", fraction * 100);
}

std::string date(Timestamp time) { return format_timestamp(time).substr(0, 10); }

}  // namespace selfcheck::cli
