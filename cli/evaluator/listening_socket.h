// A socket that waits for connections.
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_descriptor.h"

namespace selfcheck::cli {

struct ListeningSocket {
  UniqueDescriptor descriptor;
  std::string url;  // `http://127.0.0.1:8601`
};

/// `address`: an IPv4 or IPv6 address of this machine, as a number; `port` 0 takes a free one. No other program can
/// share the port. Throws a Failure.
[[nodiscard]] ListeningSocket listen_on(const std::string& address, std::uint16_t port);

}  // namespace selfcheck::cli
