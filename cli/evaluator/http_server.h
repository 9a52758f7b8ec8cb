// Serves HTTP/1.1 for small questions, on libmicrohttpd: a few threads with epoll hold thousands of connections. It
// keeps no log, and looks at no address.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_descriptor.h"
#include "selfcheck/bytes.h"

namespace selfcheck::cli {

struct HeaderField {
  const char* name;
  std::string value;
};

/// What a client has sent; it is gone when the handler returns.
struct ServerRequest {
  std::string_view method;
  std::string_view path;  // without a query
  ByteSpan body;          // its first max_body + 1 bytes; one more than allowed tells that it was longer
};

struct ServerResponse {
  std::uint32_t status = 200;
  std::vector<HeaderField> headers;  // in addition to those of all answers
  Bytes body;
};

struct HttpServerOptions {
  std::size_t max_body = 0;          // how many bytes of a body the handler is to see
  unsigned threads = 1;              // each answers one request at a time
  unsigned max_connections = 4'000;  // at one time; more wait, or are turned away
  unsigned idle_seconds = 15;        // a connection without a byte for so long is closed
  std::vector<HeaderField> headers;  // those of every answer that a handler gives
};

/// Serves from its construction on, in threads of its own.
///
/// A connection takes kConnectionMemory bytes at most, and is closed after idle_seconds without a byte, or if a body
/// takes longer than that in all. Up to kMaxDiscarded bytes of a body that is too long are read, so that its sender
/// gets to see the answer. A request that says that its body is longer is answered and hung up on, and one whose body
/// turns out to be longer is hung up on. What is no HTTP, or does not fit into the memory, libmicrohttpd answers (400,
/// 413, 414 or 431) without a handler, and without the headers.
class HttpServer {
 public:
  /// Answers a request. It is called by several threads at once, and must not throw.
  using Handler = std::function<ServerResponse(const ServerRequest&)>;

  static constexpr std::size_t kConnectionMemory = 8 * 1024;
  static constexpr std::size_t kMaxDiscarded = 16 * 1024;

  /// `listening` is a socket that listens (listening_socket.h). Throws a Failure if threads or memory are missing.
  HttpServer(UniqueDescriptor listening, HttpServerOptions options, Handler handler);
  /// Cuts off whoever is being answered, so that finish() should come first.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Takes no more connections, and closes each after the answer that it waits for. Returns when no request is under
  /// way, or after `limit`.
  void finish(std::chrono::milliseconds limit);

  [[nodiscard]] std::uint32_t open_connections() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace selfcheck::cli
