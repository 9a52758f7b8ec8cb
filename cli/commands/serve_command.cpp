// The program `selfcheck-serve`, which `selfcheck serve` becomes. It serves static files on 127.0.0.1, for the demo and
// the tests, and keeps no log. Its only command is called `serve`, so that it takes the very command line and its help
// reads as `selfcheck`'s does.

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "commands/commands.h"
#include "commands/option_checks.h"
#include "serve/gzip.h"
#include "serve/static_site.h"

namespace selfcheck::cli {
namespace {

struct ServeOptions {
  fs::path directory;
  int port = 8080;
};

constexpr const char* kFooter = R"(
  selfcheck serve dist --port 8080

Listens on 127.0.0.1 only; --port 0 takes a free port. The address is printed once it can be used. Ctrl-C stops it. A
demonstration, not a web server for the public: lists need nothing but static hosting.)";

constexpr const char* kHost = "127.0.0.1";
// Browsers keep several connections open, and httplib has one thread for each.
constexpr std::size_t kConnections = 32;

// A part of a file is a part of what is in it.
bool accepts_gzip(const httplib::Request& request) {
  return request.ranges.empty() && request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
}

// httplib would compress a whole body with brotli's best, which takes a third of a second for a page. What is provided
// piece by piece it sends as it is.
void set_body(httplib::Response& response, std::string body, const std::string& type) {
  if (body.empty()) return response.set_content(body, type);
  const std::size_t size = body.size();
  response.set_content_provider(
      size, type, [bytes = std::move(body)](std::size_t from, std::size_t length, httplib::DataSink& sink) {
        return sink.write(bytes.data() + from, length);
      });
}

void answer(const fs::path& root, const httplib::Request& request, httplib::Response& response) {
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.set_header("Allow", "GET, HEAD");
    return;
  }
  SiteResponse site = respond(root, request.path);
  // Otherwise the status is for httplib to say: 200, or 206 for a range.
  if (site.status != 200) response.status = site.status;
  for (const auto& [name, value] : site.headers) response.set_header(name, value);
  const bool gzips = is_compressible(site.content_type) && accepts_gzip(request);
  if (gzips) response.set_header("Content-Encoding", "gzip");
  set_body(response, gzips ? gzipped(site.body) : std::move(site.body), site.content_type);
}

// Takes the port for this program alone: httplib's default would share it with whatever else listens there.
void exclusive_port(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

void set_up(httplib::Server& server, const fs::path& root) {
  server.new_task_queue = [] { return new httplib::ThreadPool(kConnections); };  // httplib deletes it
  server.set_socket_options(exclusive_port);
  server.set_tcp_nodelay(true);
  // Each request has a connection of its own. A browser that writes to a connection just as it is closed for idleness
  // asks again, and what is asked for should be asked for once; and stopping would wait for idle connections.
  server.set_keep_alive_max_count(1);
  server.set_default_headers({
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      // A sandboxed frame has an opaque origin: without these two it could load nothing.
      {"Access-Control-Allow-Origin", "*"},
      {"Cross-Origin-Resource-Policy", "cross-origin"},
      // Without this one it would not learn how large its own files were.
      {"Timing-Allow-Origin", "*"},
  });
  server.set_pre_routing_handler([root](const httplib::Request& request, httplib::Response& response) {
    answer(root, request, response);
    return httplib::Server::HandlerResponse::Handled;
  });
}

ExitCode run(const ServeOptions& options) {
  std::error_code error;
  const fs::path root = fs::canonical(options.directory, error);
  if (error || !fs::is_directory(root)) {
    throw Failure(ExitCode::system, fmt::format("there is no directory {}", shown_path(options.directory)));
  }
  httplib::Server server;
  set_up(server, root);
  const int port = options.port == 0                          ? server.bind_to_any_port(kHost)
                   : server.bind_to_port(kHost, options.port) ? options.port
                                                              : -1;
  if (port < 0) {
    throw Failure(ExitCode::system, fmt::format("can't listen on {}:{}", kHost, options.port),
                  "another program may have the port; --port 0 takes a free one");
  }
  fmt::print("http://{}:{}/\n", kHost, port);
  std::fflush(stdout);

  // The handler of a signal may do next to nothing, so that a thread has to look whether one has come. A server that
  // does not run yet can't be stopped: whoever has read its address may be quicker than it.
  std::jthread stopper([&server](const std::stop_token& token) {
    while (!token.stop_requested()) {
      if (stop_signal() != 0 && server.is_running()) return server.stop();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  const bool served = server.listen_after_bind();
  if (!served && stop_signal() == 0) throw Failure(ExitCode::system, "the server stopped by itself");
  return ExitCode::ok;
}

}  // namespace

Command serve_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("serve", "Serve static files on this machine, to try things out");
  const auto options = std::make_shared<ServeOptions>();
  app->footer(kFooter);
  app->add_option("directory", options->directory, "What to serve")->required()->type_name("DIR");
  app->add_option("--port", options->port, "Port on 127.0.0.1; 0 for any free one (default 8080)")
      ->type_name("N")
      ->check(whole_number(0, 65535));
  return {app, [options] { return run(*options); }};
}

std::vector<Command> all_commands(CLI::App& parent) { return {serve_command(parent)}; }

}  // namespace selfcheck::cli
