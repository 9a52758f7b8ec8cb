// Numbers, sizes, times and prices, written as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// A whole number with commas between its thousands: `1,234,567`.
std::string grouped(std::uint64_t number);
/// A number with the noun that goes with it, `one` or `many`: `1 entry`, `2,000 entries`.
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);
/// A size in bytes or in a larger unit: `850 bytes`, `32.7 KiB`, `1.2 GiB`.
std::string byte_size(std::uint64_t bytes);
/// A span of time: `less than a second`, `4 s`, `2 min 10 s`, `3 h 20 min`, `27.8 days`.
std::string duration(double seconds);
/// An amount of US dollars, rounded: `$267`, `$0.35`, `below $0.01`.
std::string dollars(double amount);
/// The price of one hour of something in US dollars, with two to four decimals: `$0.40`, `$0.0425`.
std::string price(double amount);
/// A number with one decimal, and from 100 on with none: `0.3`, `8.5`, `1,234`, `below 0.1`.
std::string tenths(double number);
/// A fraction of 1 as a percentage: `0.87%`, `less than 0.01%`.
std::string percent(double fraction);
/// The day of a time, in UTC: `2026-11-23`.
std::string date(Timestamp time);

}  // namespace selfcheck::cli
