// Requests to others, over https (libcurl), or over http to this machine. No cookies, no credentials, no redirects, no
// proxy but the environment's, and no more bytes read than are asked for.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "selfcheck/bytes.h"

namespace selfcheck::cli {

struct HttpRequest {
  std::string url;
  ByteSpan body{};           // empty: GET; else POST, without a Content-Type
  std::size_t max_size = 0;  // bytes of an answer's body that are read; one more tells that there is more
  std::chrono::milliseconds timeout{20'000};
};

struct HttpAnswer {
  std::uint32_t status = 0;       // 0: none, or not whole, or not in time
  std::uint32_t retry_after = 0;  // in seconds, if the answer says so as a number; else 0
  Bytes body;                     // up to max_size + 1 bytes
  std::string problem;            // of status 0: libcurl's words, without the address
};

/// All at once; gives the answers in the order of the requests, when the last has come or its time is over. Throws a
/// Failure if a signal asks to stop.
[[nodiscard]] std::vector<HttpAnswer> exchange(std::span<const HttpRequest> requests);

}  // namespace selfcheck::cli
