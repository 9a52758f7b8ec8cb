#include "evaluator/http_server.h"

#include <microhttpd.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Returns what a request says of its body's length, or nothing if it does not, or not as a number.
std::optional<std::size_t> announced_length(MHD_Connection* connection) {
  const char* text = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
  if (text == nullptr) return std::nullopt;
  std::size_t length = 0;
  const char* end = text + std::strlen(text);
  const auto [stopped, error] = std::from_chars(text, end, length);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return length;
}

// A request while it is being read.
struct Pending {
  Bytes body;
  std::size_t received = 0;
  SteadyClock::time_point started = SteadyClock::now();
};

}  // namespace

struct HttpServer::Implementation {
  HttpServerOptions options;
  Handler handler;
  MHD_Daemon* daemon = nullptr;
  UniqueDescriptor quiesced;  // the listening socket once finish() has taken it back, open until the threads have ended
  std::atomic<std::uint32_t> under_way{0};
  std::atomic<bool> finishing{false};

  MHD_Result respond(MHD_Connection* connection, const ServerRequest& request) const {
    ServerResponse answer = handler(request);
    MHD_Response* response =
        MHD_create_response_from_buffer(answer.body.size(), answer.body.data(), MHD_RESPMEM_MUST_COPY);
    if (response == nullptr) return MHD_NO;
    bool complete = true;
    const auto add = [&](const char* name, const char* value) {
      complete = complete && MHD_add_response_header(response, name, value) == MHD_YES;
    };
    for (const HeaderField& field : options.headers) add(field.name, field.value.c_str());
    for (const HeaderField& field : answer.headers) add(field.name, field.value.c_str());
    if (finishing) add(MHD_HTTP_HEADER_CONNECTION, "close");
    const MHD_Result queued = complete ? MHD_queue_response(connection, answer.status, response) : MHD_NO;
    MHD_destroy_response(response);
    return queued;
  }

  // Handles the first call for a request, when its headers are there.
  MHD_Result begin(MHD_Connection* connection, const char* method, const char* path, void** state) {
    auto pending = std::make_unique<Pending>();
    pending->body.reserve(options.max_body + 1);
    ++under_way;  // on_completed counts it down again
    Pending& request = *pending.release();
    *state = &request;
    if (announced_length(connection).value_or(0) <= kMaxDiscarded) return MHD_YES;
    request.body.resize(options.max_body + 1);  // stands for what is not read
    return respond(connection, {method, path, request.body});
  }

  // Takes more of a request's body. MHD_NO hangs up.
  MHD_Result read(Pending& pending, const char* data, std::size_t& size) const {
    pending.received += size;
    if (pending.received > kMaxDiscarded) return MHD_NO;
    if (SteadyClock::now() - pending.started > std::chrono::seconds(options.idle_seconds)) return MHD_NO;
    const std::size_t taken = std::min(size, options.max_body + 1 - pending.body.size());
    pending.body.insert(pending.body.end(), data, data + taken);
    size = 0;
    return MHD_YES;
  }

  // These are libmicrohttpd's callbacks, through which no exception may pass, since it is C.
  static MHD_Result on_request(void* server, MHD_Connection* connection, const char* path, const char* method,
                               const char*, const char* data, std::size_t* size, void** state) {
    auto& self = *static_cast<Implementation*>(server);
    try {
      if (*state == nullptr) return self.begin(connection, method, path, state);
      auto& pending = *static_cast<Pending*>(*state);
      if (*size != 0) return self.read(pending, data, *size);
      return self.respond(connection, {method, path, pending.body});
    } catch (const std::bad_alloc&) {
      return MHD_NO;
    }
  }

  static void on_completed(void* server, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
    if (*state == nullptr) return;
    delete static_cast<Pending*>(*state);
    *state = nullptr;
    --static_cast<Implementation*>(server)->under_way;
  }
};

HttpServer::HttpServer(UniqueDescriptor listening, HttpServerOptions options, Handler handler)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->options = std::move(options);
  implementation_->handler = std::move(handler);
  const HttpServerOptions& chosen = implementation_->options;
  // MHD_USE_ERROR_LOG is left out, since such a log could name an address.
  implementation_->daemon =
      MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, nullptr, nullptr, Implementation::on_request,
                       implementation_.get(), MHD_OPTION_LISTEN_SOCKET, listening.get(), MHD_OPTION_NOTIFY_COMPLETED,
                       Implementation::on_completed, implementation_.get(), MHD_OPTION_CONNECTION_LIMIT,
                       std::max(chosen.max_connections, chosen.threads), MHD_OPTION_CONNECTION_TIMEOUT,
                       chosen.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionMemory,
                       MHD_OPTION_THREAD_POOL_SIZE, chosen.threads > 1 ? chosen.threads : 0U, MHD_OPTION_END);
  if (implementation_->daemon == nullptr) throw Failure(ExitCode::system, "can't start the HTTP server's threads");
  (void)listening.release();  // libmicrohttpd closes it
}

HttpServer::~HttpServer() { MHD_stop_daemon(implementation_->daemon); }

void HttpServer::finish(std::chrono::milliseconds limit) {
  implementation_->finishing = true;
  // The threads may still use the socket until they have ended, so it is shut now and closed only then: its number must
  // not become another file's meanwhile.
  implementation_->quiesced = UniqueDescriptor(MHD_quiesce_daemon(implementation_->daemon));
  shutdown(implementation_->quiesced.get(), SHUT_RDWR);
  const auto end = SteadyClock::now() + limit;
  while (implementation_->under_way > 0 && SteadyClock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::uint32_t HttpServer::open_connections() const {
  const MHD_DaemonInfo* info = MHD_get_daemon_info(implementation_->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  return info == nullptr ? 0 : info->num_connections;
}

}  // namespace selfcheck::cli
