// Points in time, and the one written form that the list format allows for them: `2026-11-23T09:30:00Z`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selfcheck {

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
using Timestamp = std::int64_t;

inline constexpr Timestamp kSecondsPerDay = 86'400;

/// The first second of the year 2000 and the last one of 9999. No other times can be written.
inline constexpr Timestamp kFirstTimestamp = 946'684'800, kLastTimestamp = 253'402'300'799;

/// Reads a time of the years 2000 to 9999. Returns nothing for any other form, or for a date that does not exist.
std::optional<Timestamp> parse_timestamp(std::string_view text);
/// Writes a time from kFirstTimestamp to kLastTimestamp.
std::string format_timestamp(Timestamp time);

}  // namespace selfcheck
