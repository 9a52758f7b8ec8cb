// Figures as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// `1,234,567`
std::string grouped(std::uint64_t number);
/// `1 entry`, `2,000 entries`
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);
/// `850 bytes`, `32.7 KiB`, `1.2 GiB`
std::string byte_size(std::uint64_t bytes);
/// `4 s`, `2 min 10 s`, `3 h 20 min`, `27.8 days`
std::string duration(double seconds);
/// `$267`, `$0.35`, `below $0.01`
std::string dollars(double amount);
/// Of one hour of something: `$0.40`, `$0.0425`
std::string price(double amount);
/// `0.3`, `8.5`, `1,234`, `below 0.1`
std::string tenths(double number);
/// `0.87%`; `less than 0.01%`
std::string percent(double fraction);
/// `2026-11-23`
std::string date(Timestamp time);

}  // namespace selfcheck::cli
