// Reads how long a server that is busy asks its clients to wait.
#pragma once

#include <cstdint>
#include <string_view>

namespace selfcheck::cli {

/// Returns the seconds in the value of a Retry-After header (RFC 9110, section 10.2.3). It is 0 if the value is a date,
/// which no evaluator sends, or anything else than a number below 2^32.
[[nodiscard]] std::uint32_t retry_after_seconds(std::string_view value);

}  // namespace selfcheck::cli
