// The program `selfcheck-evaluator` answers what clients ask about a keyed list's numbers, with shares of its key. It
// keeps counts, and nothing of those who ask.

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/failure.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "commands/option_checks.h"
#include "commands/program.h"
#include "commands/usage_error.h"
#include "evaluator/answer_counts.h"
#include "evaluator/evaluator.h"
#include "evaluator/http_server.h"
#include "evaluator/listening_socket.h"
#include "evaluator/open_shares.h"
#include "evaluator/rate_file.h"
#include "evaluator/service.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* kDescription =
    "Helps people to check their number against a keyed list, and does not learn the number.\n"
    "Holds a share of the list's key; several evaluators together give what a check needs.";

constexpr const char* kFooter = R"(
  selfcheck-evaluator --share share-1.key --port 8601 --rate-file rate --metrics-port 9601

Serves HTTP on 127.0.0.1 for a web server on the same machine that has the TLS certificate and a limit for each client:
docs/EVALUATING.md has the whole of it. Prints `listening on http://127.0.0.1:PORT` once it answers.

SIGHUP reads --rate-file again. SIGTERM and SIGINT finish what is being answered, and end the program. Once an hour it
logs how many questions there were; it never logs who asked, or what.

Exit codes: 0 stopped by a signal; 2 wrong usage; 3 a share or password that can't be accepted; 4 a file, memory, a
port, or a machine that computes wrongly; 128+N stopped by signal N before it answered; 1 a defect.)";

constexpr std::uint32_t kDefaultRate = 50;
constexpr unsigned kMaxThreads = 256;
constexpr auto kTimeToFinish = std::chrono::seconds(10);
constexpr auto kLogInterval = std::chrono::hours(1);

struct Options {
  std::vector<fs::path> shares;
  std::vector<std::string> password_files;
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::optional<std::uint16_t> metrics_port;
  std::uint32_t rate = kDefaultRate;
  fs::path rate_file;  // if it is empty, `rate` counts
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

void add_options(CLI::App& app, Options& options) {
  constexpr std::uint64_t kMaxPort = 65535;
  app.add_option("--share", options.shares, "A share's file, as the publisher dealt it (repeatable)")
      ->required()
      ->type_name("FILE");
  app.add_option("--password-file", options.password_files,
                 "A file whose first line is the share's password; one for each share, in their order (default: asks)")
      ->type_name("FILE");
  app.add_option("--port", options.port, "Port for questions; 0 for any free one")
      ->required()
      ->type_name("N")
      ->check(whole_number(0, kMaxPort));
  app.add_option("--listen", options.address,
                 "Address for questions (default 127.0.0.1). On any other one, whoever is on the way sees who asks: "
                 "only within a network of your own, to the web server that has the TLS certificate")
      ->type_name("IP");
  app.add_option("--metrics-port", options.metrics_port,
                 "Port for /metrics (Prometheus), always on 127.0.0.1; 0 for any free one (default: none)")
      ->type_name("N")
      ->check(whole_number(0, kMaxPort));
  CLI::Option* rate = app.add_option("--rate", options.rate,
                                     "Answers a second for each share (default 50): what somebody who tries all "
                                     "numbers is held to. Of several replicas each has its part")
                          ->type_name("N")
                          ->check(whole_number(1, kMaxRate));
  app.add_option("--rate-file", options.rate_file, "A file with that number, read again on SIGHUP")
      ->type_name("FILE")
      ->excludes(rate);
  app.add_option("--threads", options.threads, "Threads that answer (default: one a core)")
      ->type_name("N")
      ->check(whole_number(1, kMaxThreads));
  app.set_version_flag("--version", "selfcheck-evaluator " SELFCHECK_VERSION);
}

EvaluatorTime time_now() {
  return {system_time(),
          static_cast<std::uint64_t>(SteadyClock::now().time_since_epoch() / std::chrono::nanoseconds(1))};
}

// Allows as many connections as the system lets this program have.
void allow_connections() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

// Holds signals back: from now on they wait until next_signal() takes them, whichever thread they come to.
sigset_t hold_signals() {
  sigset_t held;
  sigemptyset(&held);
  for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) sigaddset(&held, signal);
  pthread_sigmask(SIG_BLOCK, &held, nullptr);
  throw_if_stopped();             // if one came before
  std::signal(SIGPIPE, SIG_IGN);  // a log that nobody reads any more is no reason to stop
  return held;
}

// Returns a signal that has come, or 0 after a second.
int next_signal(const sigset_t& held) {
  const timespec second{1, 0};
  return std::max(0, sigtimedwait(&held, nullptr, &second));
}

std::uint32_t starting_rate(const Options& options) {
  return options.rate_file.empty() ? options.rate : read_rate(options.rate_file);
}

std::string rate_in_words(const Evaluator& evaluator) {
  return counted(evaluator.rate(), "answer", "answers") + " a second";
}

void read_rate_again(Evaluator& evaluator, const fs::path& file) {
  if (file.empty()) return print_note("there is no --rate-file to read again");
  try {
    evaluator.set_rate(read_rate(file));
    print_note(rate_in_words(evaluator) + " for each share");
  } catch (const Failure& failure) {
    print_warning(fmt::format("{}; it stays at {}", failure.message(), rate_in_words(evaluator)));
  }
}

void print_start(const Evaluator& evaluator) {
  for (const OpenShare& share : evaluator.shares()) {
    const ShareDescription& description = share.description;
    print_note(fmt::format("share {} of {}, {} of which are needed: {}, until {}", description.index, description.key.n,
                           description.key.threshold(), short_name(share), format_timestamp(description.not_after)));
  }
  print_note(rate_in_words(evaluator) + " for each share");
}

// Watches over the program until a signal asks to stop. Throws a Failure if the machine computes wrongly.
void watch(Evaluator& evaluator, const AnswerCounts& counts, const Options& options, const sigset_t& held) {
  auto logged = SteadyClock::now();
  while (true) {
    const int signal = next_signal(held);
    evaluator.fail_if_faulty();
    if (signal == SIGHUP) read_rate_again(evaluator, options.rate_file);
    const bool stop = signal != 0 && signal != SIGHUP;
    const auto now = SteadyClock::now();
    if (stop || signal == SIGHUP || now - logged >= kLogInterval) {
      print_note("since the start: " + counts_in_words(counts));
      logged = now;
    }
    if (stop) return;
  }
}

int serve(const Options& options) {
  const std::uint32_t rate = starting_rate(options);
  // The ports are taken before a password is asked for.
  ListeningSocket questions = listen_on(options.address, options.port);
  std::optional<ListeningSocket> metrics;
  if (options.metrics_port) metrics = listen_on("127.0.0.1", *options.metrics_port);

  Evaluator evaluator(open_shares(options.shares, options.password_files, system_time()), rate);
  evaluator.self_test();
  AnswerCounts counts(evaluator.shares().size());
  allow_connections();
  const sigset_t held = hold_signals();

  HttpServerOptions server_options;
  server_options.max_body = sizeof(EvaluationQuestion);
  server_options.threads = options.threads;
  server_options.headers = evaluator_headers();
  HttpServer server(std::move(questions.descriptor), server_options, [&](const ServerRequest& request) {
    return answer_request(evaluator, counts, request, time_now());
  });

  const auto started = SteadyClock::now();
  std::optional<HttpServer> metrics_server;
  if (metrics) {
    HttpServerOptions few;
    few.max_connections = 32;
    metrics_server.emplace(std::move(metrics->descriptor), few, [&](const ServerRequest& request) {
      const std::chrono::duration<double> uptime = SteadyClock::now() - started;
      return answer_metrics_request(evaluator, counts, request,
                                    {uptime.count(), system_time(), server.open_connections()});
    });
  }

  print_start(evaluator);
  if (metrics) print_note(fmt::format("metrics on {}/metrics", metrics->url));
  fmt::print("listening on {}\n", questions.url);
  std::fflush(stdout);
  watch(evaluator, counts, options, held);
  server.finish(kTimeToFinish);
  return exit_status(ExitCode::ok);
}

int run(int argc, char** argv) {
  CLI::App app(kDescription, "selfcheck-evaluator");
  app.footer(kFooter);
  Options options;
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    app.exit(asked);  // CLI11 reports --help and --version as exceptions
    return exit_status(ExitCode::ok);
  } catch (const CLI::ParseError& error) {
    print_usage_error(error, app);
    return exit_status(ExitCode::usage);
  }
  return serve(options);
}

}  // namespace
}  // namespace selfcheck::cli

int main(int argc, char** argv) {
  using namespace selfcheck::cli;
  return run_program([&] { return run(argc, argv); });
}
