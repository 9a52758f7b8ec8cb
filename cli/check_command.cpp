// `selfcheck check`: one number, or an organisation's file of its own records, against a list in a directory.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "commands.h"
#include "failure.h"
#include "intake.h"
#include "list_checker.h"
#include "number_set.h"
#include "options.h"
#include "progress.h"
#include "terminal.h"
#include "verdict_text.h"
#include "wording.h"
#include "workers.h"

namespace selfcheck::cli {
namespace {

struct CheckOptions {
  fs::path list;
  PinOptions pin;
  std::string number;  // an argument: allowed, with a warning
  InputOptions input{.path = ""};
  std::optional<Timestamp> now;
  unsigned threads = 0;
  bool json = false;
};

constexpr const char* kFooter = R"(
  selfcheck check --list list --pin list.pin.json                         asks for a number
  selfcheck check --list list --pin list.pin.json < one-number.txt
  selfcheck check --list list --pin list.pin.json --file our-customers.csv --column 2 --header

Nothing leaves this machine. With --file, verdicts are given by line number; no number is ever shown.

Exit codes: 10 found, 11 not found, 12 could not tell. For a file: 12 if any number could not be told, else 10 if any was
found, else 11. No other code is a verdict. "Not found" speaks of this list only.)";

void read_number(const CheckOptions& options, SecretText& number) {
  if (!options.number.empty()) {
    print_warning(
        "arguments end up in the shell's history and can be seen by other programs; without it, selfcheck asks");
    for (const char c : options.number) {
      if (!number.push_back(c)) break;  // too long to be a number, and will be told so
    }
    return;
  }
  if (standard_input_is_terminal()) {
    // Shown while it is typed: a slip that goes unnoticed would end in a false "not found".
    if (ask("Number to check: ", Echo::shown, number) == LineRead::none) {
      throw Failure(ExitCode::usage, "no number was given");
    }
    return;
  }
  // A line that is too long is longer than any number, and the verdict will say so.
  if (read_line(STDIN_FILENO, number) == LineRead::none) {
    throw Failure(ExitCode::usage, "there is no number on standard input");
  }
  char more = 0;
  if (read(STDIN_FILENO, &more, 1) == 1) {
    throw Failure(ExitCode::usage, "standard input has more than one line", "--file - checks all of them");
  }
}

ExitCode check_one(const CheckOptions& options, const Pin& pin, Timestamp now) {
  SecretText number;
  read_number(options, number);

  ListChecker checker(options.list, pin, now);
  const auto problem = checker.open();
  const CheckResult result = problem ? could_not_tell(*problem) : checker.check(number.view());
  if (options.json) {
    Json json = to_json(result);
    if (checker.manifest() != nullptr) json["list"] = list_json(*checker.manifest());
    print_json(json);
  } else {
    print_verdict(result, checker.manifest());
  }
  return exit_code(result.outcome);
}

// A record of the organisation's: its number, or why it has none.
struct Record {
  std::uint64_t line = 0;
  std::uint64_t digits = 0;
  CheckResult result;
};

std::vector<Record> read_records(const CheckOptions& options, Kind kind) {
  std::vector<Record> records;
  read_identifiers(
      kind, options.input, {.allow = true},
      [&](Place place, const CanonicalForm& form) {
        records.push_back({place.line, packed_digits(form), {}});
      },
      [&](Place place, const RejectReason& reason) {
        records.push_back(
            {place.line, 0, could_not_tell({std::string(reason.name()), reason.describe(), reason.advice()})});
      });
  return records;
}

// Fills in the results. Every thread proves the canary for itself: the proof is of the engine that then hashes.
void check_records(const CheckOptions& options, const Pin& pin, Timestamp now, std::uint32_t mem_kib,
                   std::vector<Record>& records) {
  const auto make_work = [&] {
    const auto checker = std::make_shared<ListChecker>(options.list, pin, now);
    const auto problem = checker->open();
    return [&records, checker, problem, kind = pin.kind](std::uint64_t i) {
      Record& record = records[i];
      if (record.digits == 0) return;
      record.result = problem ? could_not_tell(*problem)
                              : checker->check(unpacked_digits(kind, std::exchange(record.digits, 0)).digits());
    };
  };
  Progress progress("checking", records.size());
  for_each_item(records.size(), hashing_threads(options.threads, mem_kib), make_work,
                [&](std::uint64_t done) { progress.update(done); });
}

void print_record(const Record& record) {
  const CheckResult& result = record.result;
  fmt::print("{}\t{}", record.line, outcome_name(result.outcome));
  if (result.outcome == Outcome::could_not_tell) fmt::print("\t{}", result.reason.code);
  fmt::print("\n");
}

ExitCode check_file(const CheckOptions& options, const Pin& pin, Timestamp now) {
  std::vector<Record> records = read_records(options, pin.kind);
  if (records.empty()) throw Failure(ExitCode::rejected, "there is no number in the file");

  // Once here, so that a list with which nothing can be checked is found out before the threads start.
  ListChecker checker(options.list, pin, now);
  if (const auto problem = checker.open()) {
    for (Record& record : records) record.result = could_not_tell(*problem);
    print_error(fmt::format("could not tell: {}", problem->message), problem->advice);
  } else {
    check_records(options, pin, now, checker.manifest()->argon2.mem_kib, records);
  }

  std::array<std::uint64_t, 3> counts{};
  for (const Record& record : records) ++counts[static_cast<std::size_t>(record.result.outcome)];
  const auto count = [&](Outcome outcome) { return counts[static_cast<std::size_t>(outcome)]; };

  if (options.json) {
    Json results = Json::array();
    for (const Record& record : records) {
      Json result{{"line", record.line}};
      result.update(to_json(record.result));
      results.push_back(std::move(result));
    }
    Json json{{"found", count(Outcome::found)},
              {"not_found", count(Outcome::not_found)},
              {"could_not_tell", count(Outcome::could_not_tell)},
              {"results", std::move(results)}};
    if (checker.manifest() != nullptr) json["list"] = list_json(*checker.manifest());
    print_json(json);
  } else {
    for (const Record& record : records) print_record(record);
    print_note(fmt::format("{} found, {} not found, {} could not be told", grouped(count(Outcome::found)),
                           grouped(count(Outcome::not_found)), grouped(count(Outcome::could_not_tell))));
  }
  if (count(Outcome::could_not_tell) != 0) return ExitCode::could_not_tell;
  return count(Outcome::found) != 0 ? ExitCode::found : ExitCode::not_found;
}

}  // namespace

Command check_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("check", "Check a number, or a file of numbers, against a list");
  const auto options = std::make_shared<CheckOptions>();
  app->footer(kFooter);
  app->add_option("--list", options->list, "The list's directory")->required()->type_name("DIR");
  add_pin_options(*app, options->pin)->required();
  CLI::Option* number = app->add_option("number", options->number, "Better not: it stays in the shell's history");
  number->type_name("");
  CLI::Option* file =
      app->add_option("--file", options->input.path, "Check all numbers in this file; - for standard input")
          ->type_name("FILE")
          ->excludes(number);
  add_column_options(*app, options->input)->needs(file);
  add_time_option(*app, "--now", options->now, "Take this for the present time: for tests");
  add_threads_option(*app, options->threads);
  add_json_option(*app, options->json);
  return {app, [options] {
            const Pin pin = read_pin(options->pin);
            const Timestamp now = options->now.value_or(system_time());
            return options->input.path.empty() ? check_one(*options, pin, now) : check_file(*options, pin, now);
          }};
}

}  // namespace selfcheck::cli
