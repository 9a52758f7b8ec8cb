// Requests to others, over https (libcurl), or over http to this machine. No cookies, no credentials, no redirects, no
// proxy but the environment's, and no more bytes read than are asked for. What goes out is the same whoever asks:
// `User-Agent: selfcheck`, `Accept-Encoding: identity`, and a POST without a Content-Type.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "selfcheck/bytes.h"

namespace selfcheck::cli {

struct HttpRequest {
  std::string url;           // another than https, or than http to 127.0.0.1 or localhost, is not asked
  ByteSpan body{};           // empty: GET; else POST
  std::size_t max_size = 0;  // bytes of an answer's body that are read; one more tells that there is more
  std::chrono::milliseconds timeout{20'000};  // of a POST in all; of a GET without a single byte
};

struct HttpAnswer {
  std::uint32_t status = 0;       // 0: none, or not whole, or not in time
  std::uint32_t retry_after = 0;  // in seconds, if the answer says so as a number; else 0
  Bytes body;                     // of a 200: up to max_size + 1 bytes
  bool timed_out = false;         // why the status is 0
  std::string problem;            // of status 0: libcurl's words, without the address
};

/// Keeps connections from one exchange to the next. Certificates are held against the system's authorities, or those in
/// the file that the environment variable CURL_CA_BUNDLE or SSL_CERT_FILE names. Not thread-safe; every thread has its
/// own.
class HttpClient {
 public:
  /// Throws a Failure if libcurl can't start.
  HttpClient();

  /// All at once; gives the answers in the order of the requests, when the last has come or its time is over. Throws a
  /// Failure if a signal asks to stop.
  [[nodiscard]] std::vector<HttpAnswer> exchange(std::span<const HttpRequest> requests);

 private:
  struct Close {
    void operator()(void* multi) const;
  };
  std::unique_ptr<void, Close> multi_;
};

/// Whether this names something on the web, rather than a file: `https://...` or `http://...`.
[[nodiscard]] bool is_web_address(std::string_view text);
/// Whether a request to this address is made at all: https with a host, or http to 127.0.0.1 or localhost; without user
/// name or password.
[[nodiscard]] bool may_be_asked(const std::string& url);
/// `lists.example` of `https://lists.example/leak/`; empty of what is no address.
[[nodiscard]] std::string host_of(const std::string& url);

}  // namespace selfcheck::cli
