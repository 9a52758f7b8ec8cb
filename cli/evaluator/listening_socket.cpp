#include "evaluator/listening_socket.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

// An address of either family, as the system's calls take it.
union Address {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

Address parse_address(const std::string& text, std::uint16_t port) {
  Address address{};
  if (inet_pton(AF_INET, text.c_str(), &address.v4.sin_addr) == 1) {
    address.v4.sin_family = AF_INET;
    address.v4.sin_port = htons(port);
    return address;
  }
  address = {};
  if (inet_pton(AF_INET6, text.c_str(), &address.v6.sin6_addr) == 1) {
    address.v6.sin6_family = AF_INET6;
    address.v6.sin6_port = htons(port);
    return address;
  }
  throw Failure(ExitCode::usage, "--listen takes an IP address of this machine, like 127.0.0.1 or ::1");
}

socklen_t size_of(const Address& address) {
  return address.any.sa_family == AF_INET ? sizeof address.v4 : sizeof address.v6;
}

std::uint16_t port_of(int descriptor) {
  Address bound{};
  socklen_t size = sizeof bound;
  getsockname(descriptor, &bound.any, &size);
  return ntohs(bound.any.sa_family == AF_INET ? bound.v4.sin_port : bound.v6.sin6_port);
}

}  // namespace

ListeningSocket listen_on(const std::string& text, std::uint16_t port) {
  const Address address = parse_address(text, port);
  UniqueDescriptor descriptor(socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!descriptor.valid()) throw Failure::from_errno("make a socket", errno);
  const int yes = 1;
  // With this, connections of a program that has just ended don't keep the port.
  setsockopt(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(descriptor.get(), &address.any, size_of(address)) != 0 || listen(descriptor.get(), SOMAXCONN) != 0) {
    const bool taken = errno == EADDRINUSE;
    const Failure failure = Failure::from_errno(fmt::format("listen on {} port {}", text, port), errno);
    throw Failure(ExitCode::system, failure.message(),
                  taken ? "another program has the port; --port 0 takes a free one" : "");
  }
  const std::string host = address.any.sa_family == AF_INET6 ? fmt::format("[{}]", text) : text;
  std::string url = fmt::format("http://{}:{}", host, port_of(descriptor.get()));
  return {std::move(descriptor), std::move(url)};
}

}  // namespace selfcheck::cli
