// Sends requests to others, over https (libcurl), or over http to this machine. There are no cookies, no credentials,
// no redirects, no proxy but the environment's, and no more bytes are read than are asked for. What goes out is the
// same whoever asks: `User-Agent: selfcheck`, `Accept-Encoding: identity`, and a POST without a Content-Type.
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
  std::string url;           // is asked only if it is https, or http to 127.0.0.1 or localhost
  ByteSpan body{};           // makes it a POST; without one it is a GET
  std::size_t max_size = 0;  // bytes of an answer's body that are read; one more tells that there is more
  /// Limits a POST as a whole. A GET is given up when it was slower than 100 bytes a second for so long: otherwise a
  /// host that sends a byte now and then would be waited for without end.
  std::chrono::milliseconds timeout{20'000};
};

struct HttpAnswer {
  std::uint32_t status = 0;       // 0 if there is no answer, or it is not whole, or not in time
  std::uint32_t retry_after = 0;  // in seconds, if the answer says so as a number; else 0
  Bytes body;                     // up to max_size + 1 bytes, if the status is 200
  bool timed_out = false;         // whether that is why the status is 0
  std::string problem;            // why the status is 0, in libcurl's words, without the address
};

/// Keeps connections from one exchange to the next. Certificates are held against the system's authorities, or those in
/// the file that the environment variable CURL_CA_BUNDLE or SSL_CERT_FILE names. It is not thread-safe: every thread
/// has its own.
class HttpClient {
 public:
  /// Throws a Failure if libcurl can't start.
  HttpClient();

  /// Sends all requests at once. Returns the answers in the order of the requests, when the last has come or its time
  /// is over. Throws a Failure if libcurl fails, or a signal asks to stop.
  [[nodiscard]] std::vector<HttpAnswer> exchange(std::span<const HttpRequest> requests);

 private:
  struct Close {
    void operator()(void* multi) const;
  };
  std::unique_ptr<void, Close> multi_;
};

/// Whether a text names something on the web, rather than a file: `https://...` or `http://...`.
[[nodiscard]] bool is_web_address(std::string_view text);
/// Whether a request to this address is made at all. It must be https with a host, or http to 127.0.0.1 or localhost,
/// and without user name or password.
[[nodiscard]] bool may_be_asked(const std::string& url);
/// Returns the host of an address: `lists.example` of `https://lists.example/leak/`. It is empty if the text is no
/// address.
[[nodiscard]] std::string host_of(const std::string& url);

}  // namespace selfcheck::cli
