#include "remote/retry_after.h"

#include <charconv>
#include <system_error>

namespace selfcheck::cli {

std::uint32_t retry_after_seconds(std::string_view value) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  return error == std::errc() && end == value.data() + value.size() ? seconds : 0;
}

}  // namespace selfcheck::cli
