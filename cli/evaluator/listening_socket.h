// Opens a socket that waits for connections.
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_descriptor.h"

namespace selfcheck::cli {

struct ListeningSocket {
  UniqueDescriptor descriptor;
  std::string url;  // how it is reached: `http://127.0.0.1:8601`
};

/// Opens a socket that listens at `address`, an IPv4 or IPv6 address of this machine as a number, and at `port`, where
/// 0 takes a free one. No other program can share the port. Throws a Failure if it can't listen there.
[[nodiscard]] ListeningSocket listen_on(const std::string& address, std::uint16_t port);

}  // namespace selfcheck::cli
