// Points in time, in the one written form that the format allows: `2026-11-23T09:30:00Z`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selfcheck {

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
using Timestamp = std::int64_t;

inline constexpr Timestamp kSecondsPerDay = 86'400;

/// Years 2000 to 9999; nothing for any other form, or a date that does not exist.
std::optional<Timestamp> parse_timestamp(std::string_view text);
std::string format_timestamp(Timestamp time);

}  // namespace selfcheck
