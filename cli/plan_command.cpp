// `selfcheck plan`: what a list would cost an attacker, a reader and its publisher, before there is one.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "commands.h"
#include "enumeration_cost.h"
#include "failure.h"
#include "intake.h"
#include "layout_figures.h"
#include "number_set.h"
#include "options.h"
#include "selfcheck/bucket_builder.h"
#include "wording.h"
#include "workers.h"

namespace selfcheck::cli {
namespace {

struct PlanOptions {
  Kind kind = Kind::mobile;
  std::uint64_t entries = 0;  // 0: count those of the input
  InputOptions input{.path = ""};
  RejectOptions rejects{.allow = true};
  Argon2Params argon2;
  double dollars_per_gpu_hour = kDollarsPerGpuHour;
  unsigned threads = 0;
  bool json = false;
};

constexpr const char* kFooter = R"(
The cost assumes hashcat on rented RTX 4090 cards: 1,667 hashes a second at 64 MiB and 3 passes, scaled by memory
times passes, at $0.40 an hour. That price is an assumption; --gpu-hour sets another.

  selfcheck plan --kind mobile --entries 1000000
  selfcheck plan --kind aadhaar --mem 128 --ops 4 numbers.txt)";

std::uint64_t count_entries(const PlanOptions& options) {
  NumberSet numbers(options.kind);
  const auto counts = read_identifiers(options.kind, options.input, options.rejects,
                                       [&](std::uint64_t, const CanonicalForm& form) { numbers.add(form); });
  report_rejects(counts);
  numbers.merge_duplicates();
  return numbers.size();
}

// One hash on this machine, in seconds. The second of two: the first also pays for things done once.
double measured_hash_seconds(Argon2Params params) {
  using Clock = std::chrono::steady_clock;
  const GroupSalt salt{};
  const std::string text = canary_text(salt);
  Clock::time_point start;
  for (int i = 0; i < 2; ++i) {
    start = Clock::now();
    value_or_fail(slow_hash(as_bytes(text), salt, params));
  }
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void print_cost(const PlanOptions& options, const EnumerationCost& cost) {
  fmt::print("Anyone can open this list for about {}.\n", dollars(cost.dollars));
  fmt::print("  By hashing all {} possible {} numbers and comparing: {} on one RTX 4090, rented at {} an hour.\n",
             grouped(kind_traits(options.kind).possible), kind_traits(options.kind).name, duration(cost.gpu_seconds),
             dollars(options.dollars_per_gpu_hour));
  fmt::print(
      "  The memory-hard hash makes this cost money. It does not make it impossible. The same run opens every list\n"
      "  that shares this list's group salt. Publish only what you would publish knowing this.\n");
}

ExitCode run(const PlanOptions& options) {
  const std::uint64_t entries = options.entries != 0 ? options.entries : count_entries(options);
  const LayoutFigures figures{options.kind, entries, value_or_fail(expected_layout(options.kind, entries, {}))};
  const EnumerationCost cost = enumeration_cost(options.kind, options.argon2, options.dollars_per_gpu_hour);
  const double hash_seconds = measured_hash_seconds(options.argon2);
  const unsigned threads = hashing_threads(options.threads, options.argon2.mem_kib);
  const double build_seconds = hash_seconds * static_cast<double>(entries) / threads;

  if (options.json) {
    print_json({{"kind", kind_traits(options.kind).name},
                {"mem_kib", options.argon2.mem_kib},
                {"ops", options.argon2.ops},
                {"enumeration",
                 {{"possible_numbers", kind_traits(options.kind).possible},
                  {"gpu_seconds", cost.gpu_seconds},
                  {"dollars_per_gpu_hour", options.dollars_per_gpu_hour},
                  {"dollars", cost.dollars}}},
                {"layout", to_json(figures)},
                {"build", {{"hash_seconds", hash_seconds}, {"threads", threads}, {"seconds", build_seconds}}}});
    return ExitCode::ok;
  }
  print_cost(options, cost);
  fmt::print("\nThe list\n");
  print(figures);
  fmt::print("\nBuilding it here\n");
  fmt::print("  one hash          {:.0f} ms at {} MiB and {}\n", hash_seconds * 1000, options.argon2.mem_kib / 1024,
             counted(options.argon2.ops, "pass", "passes"));
  fmt::print("  all of them       about {} on {}\n", duration(build_seconds), counted(threads, "thread", "threads"));
  return ExitCode::ok;
}

}  // namespace

Command plan_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("plan", "Tell what a list would cost: to open, to serve, to build");
  const auto options = std::make_shared<PlanOptions>();
  app->footer(kFooter);
  add_kind_option(*app, options->kind);
  CLI::Option* entries = app->add_option("--entries", options->entries, "Plan for this many distinct numbers")
                             ->type_name("N")
                             ->check(CLI::PositiveNumber);
  add_input_options(*app, options->input, "Or count the distinct numbers in this")->excludes(entries);
  add_argon2_options(*app, options->argon2);
  app->add_option("--gpu-hour", options->dollars_per_gpu_hour, "Price of an RTX 4090 for an hour (default 0.40)")
      ->type_name("DOLLARS")
      ->check(CLI::PositiveNumber);
  add_threads_option(*app, options->threads);
  add_json_option(*app, options->json);
  return {app, [options] {
            if (options->entries == 0 && options->input.path.empty()) {
              throw Failure(ExitCode::usage, "plan needs --entries N or a file of numbers", "selfcheck plan --help");
            }
            return run(*options);
          }};
}

}  // namespace selfcheck::cli
