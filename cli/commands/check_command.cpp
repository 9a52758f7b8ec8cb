// The command `selfcheck check`: it checks one number, or an organisation's file of its own records, against a list in
// a directory or on the web.

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <memory>

#include "base/clock.h"
#include "base/failure.h"
#include "check/check_file.h"
#include "check/list_checker.h"
#include "check/verdict_text.h"
#include "check/web_source.h"
#include "commands/commands.h"
#include "commands/option_checks.h"
#include "commands/options.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

struct CheckOptions {
  std::string list;  // a directory, or an address
  PinOptions pin;
  std::string number;  // given as an argument, which is allowed, with a warning
  InputOptions input;
  std::optional<Timestamp> now;
  unsigned threads = 0;
  std::uint32_t max_wait_seconds = 3600;
  bool json = false;
};

constexpr std::uint64_t kMaxWaitSeconds = 7 * 24 * 3600;

constexpr const char* kFooter = R"(
  selfcheck check --list list --pin list.pin.json                         asks for a number
  selfcheck check --list list --pin list.pin.json < one-number.txt
  selfcheck check --list list --pin list.pin.json --file our-customers.csv --column 2 --header
  selfcheck check --list https://lists.example/leak/ --pin list.pin.json

With a list in a directory that has no key, nothing leaves this machine. Of a list on the web, one part is fetched that
many numbers share, or all of it if it is small; with --file always all of it, first. The evaluators of a keyed list, whose
addresses are in the pin, are all asked at once, and get a random value from which nobody can learn the number; with --file
about one number after the other, waiting for as long as they say. What was asked is printed with the verdict. The
environment's https_proxy is used, and the certificates in CURL_CA_BUNDLE or SSL_CERT_FILE if they are set.

With --file, every record gives a line as soon as its verdict is known, with tabs between:
the number of its file, which record it is there, the line where it begins, the verdict, and why there is none. With --json, every record gives one
JSON object (JSON Lines), and the last one has "summary". What comes again is not hashed again. No identifier is ever shown.

Exit codes: 10 found, 11 not found, 12 could not tell. For a file: 12 if any number could not be told, else 10 if any was
found, else 11. No other code is a verdict. "Not found" speaks of this list only.)";

void read_number(const CheckOptions& options, SecretText& number) {
  if (!options.number.empty()) {
    print_warning(
        "arguments end up in the shell's history and can be seen by other programs; without it, selfcheck asks");
    for (const char c : options.number) {
      if (!number.push_back(c)) break;  // what is too long to be a number will be told so
    }
    return;
  }
  if (standard_input_is_terminal()) {
    // The number is shown while it is typed: a slip that goes unnoticed would end in a false "not found".
    if (ask("Number to check: ", Echo::shown, number) == LineRead::none) {
      throw Failure(ExitCode::usage, "no number was given");
    }
    return;
  }
  switch (read_line(STDIN_FILENO, number)) {
    case LineRead::none:
      throw Failure(ExitCode::usage, "there is no number on standard input");
    case LineRead::too_long:
      return;  // longer than any number, and the verdict will say so
    case LineRead::complete:
      break;
  }
  char more = 0;
  if (read(STDIN_FILENO, &more, 1) == 1) {
    throw Failure(ExitCode::usage, "standard input has more than one line", "--file - checks all of them");
  }
}

std::shared_ptr<ListSource> source_of(const std::string& list, std::string& host) {
  if (!is_web_address(list)) return std::make_shared<DirectorySource>(list);
  auto web = std::make_shared<WebSource>(list);
  host = web->host();
  return web;
}

ExitCode check_one(const CheckOptions& options, const Pin& pin, Timestamp now) {
  SecretText number;
  read_number(options, number);

  std::string host;
  ListChecker checker(source_of(options.list, host), pin, now);
  const auto problem = checker.open();
  const CheckResult result = problem ? could_not_tell(*problem) : checker.check(number.view());
  if (options.json) {
    Json json = to_json(result);
    json["disclosed"] = to_json(checker.disclosed());
    if (checker.manifest() != nullptr) json["list"] = list_json(*checker.manifest());
    print_json(json);
  } else {
    print_verdict(result, checker.manifest());
    print_disclosed(checker.disclosed(), host);
  }
  return exit_code(result.outcome);
}

}  // namespace

Command check_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("check", "Check a number, or a file of numbers, against a list");
  const auto options = std::make_shared<CheckOptions>();
  app->footer(kFooter);
  app->add_option("--list", options->list, "The list's directory, or its address")->required()->type_name("DIR|URL");
  add_pin_options(*app, options->pin)->required();
  CLI::Option* number = app->add_option("number", options->number, "Better not: it stays in the shell's history");
  number->type_name("");
  CLI::Option* file =
      app->add_option("--file", options->input.paths,
                      "Check all numbers in this file; - for standard input; several times for several files")
          ->type_name("FILE")
          ->allow_extra_args(false)
          ->excludes(number);
  add_column_options(*app, options->input)->needs(file);
  add_time_option(*app, "--now", options->now, "Take this for the present time: for tests");
  add_threads_option(*app, options->threads);
  app->add_option("--max-wait", options->max_wait_seconds,
                  "With --file and a keyed list: wait at most so long for the evaluators' answer about one number "
                  "(default 3600)")
      ->type_name("SECONDS")
      ->check(whole_number(0, kMaxWaitSeconds))
      ->needs(file);
  add_json_option(*app, options->json);
  return {app, [options] {
            const Pin pin = read_pin(options->pin);
            const Timestamp now = options->now.value_or(system_time());
            if (options->input.paths.empty()) return check_one(*options, pin, now);
            return check_file({.list = options->list,
                               .pin = pin,
                               .input = options->input,
                               .now = now,
                               .threads = options->threads,
                               .max_wait = std::chrono::seconds(options->max_wait_seconds),
                               .json = options->json});
          }};
}

}  // namespace selfcheck::cli
