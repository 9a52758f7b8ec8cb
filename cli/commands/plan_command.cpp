// `selfcheck plan`: what a list would cost an attacker, a reader and its publisher, before there is one.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "commands/commands.h"
#include "commands/option_checks.h"
#include "commands/options.h"
#include "hashing/batches.h"
#include "hashing/hashing_threads.h"
#include "hashing/sample.h"
#include "input/intake.h"
#include "input/number_set.h"
#include "input/number_warnings.h"
#include "plan/enumeration_cost.h"
#include "plan/layout_figures.h"
#include "selfcheck/canary.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

struct PlanOptions {
  Kind kind = Kind::mobile;
  std::uint64_t entries = 0;  // 0: count those of the input
  InputOptions input;
  RejectOptions rejects{.allow = true};
  Argon2Params argon2;
  double dollars_per_gpu_hour = kDollarsPerGpuHour;
  unsigned threads = 0;
  bool json = false;
};

constexpr const char* kFooter = R"(
The cost assumes hashcat on rented RTX 4090 cards: 1,667 hashes a second at 64 MiB and 3 passes, scaled by memory
times passes, at $0.40 an hour. That price is an assumption; --gpu-hour sets another. The cheapest attacker comes
first: one who hashes only numbers that are known to be in use.

  selfcheck plan --kind mobile --entries 1000000
  selfcheck plan --kind aadhaar --mem 128 --ops 4 numbers.txt)";

std::uint64_t count_entries(const PlanOptions& options) {
  NumberSet numbers(options.kind);
  const auto counts = read_identifiers(options.kind, options.input, options.rejects,
                                       [&](Place, const CanonicalForm& form) { numbers.add(form); });
  report_rejects(counts);
  warn_about(numbers, numbers.merge_duplicates());
  return numbers.size();
}

// Hashes a second on this machine with `threads` at work at once, as in a build: what they take from each other (memory
// bandwidth, a core's second thread, a turbo clock) is in the figure.
double measured_hash_rate(Argon2Params params, unsigned threads) {
  using Clock = std::chrono::steady_clock;
  const GroupSalt salt{};
  const std::string text = canary_text(salt);
  const auto hash_times = [&](std::uint64_t count) {
    const auto make_work = [&]() -> BatchWork {
      return [&](std::uint64_t, std::uint64_t) -> Result<void> {
        throw_if_stopped();
        const auto hash = slow_hash(as_bytes(text), salt, params);
        if (!hash) return tl::unexpected<Error>(hash.error());
        return {};
      };
    };
    const Clock::time_point start = Clock::now();
    for_each_batch({count, 1, threads}, make_work, [] {});
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  hash_times(threads);  // pays for what is done once
  constexpr unsigned kHashesOfThread = 3;
  const std::uint64_t count = std::uint64_t{threads} * kHashesOfThread;
  return static_cast<double>(count) / hash_times(count);
}

void fail_on_impossible(Kind kind, std::uint64_t entries) {
  const KindTraits& traits = kind_traits(kind);
  if (entries > traits.possible) {
    throw Failure(ExitCode::rejected,
                  fmt::format("there can be no more than {} {} numbers", grouped(traits.possible), traits.name));
  }
  if (entries > traits.population) {
    print_warning(fmt::format("only about {} {} numbers are in use: check where the others come from",
                              grouped(traits.population), traits.name));
  }
}

// Numbers of people that somebody cares about.
constexpr std::uint64_t kOfInterest = 1'000'000;

void print_cost(const PlanOptions& options) {
  const auto cost = [&](std::uint64_t numbers) {
    return enumeration_cost(numbers, options.argon2, options.dollars_per_gpu_hour);
  };
  const auto sets = candidate_sets(options.kind);
  fmt::print("Anyone can open this list for about {}.\n", dollars(cost(sets.front().numbers).dollars));
  fmt::print("  By hashing every {} number that may be in it, and comparing. On one RTX 4090, rented at {} an hour:\n",
             kind_traits(options.kind).name, dollars(options.dollars_per_gpu_hour));
  for (const CandidateSet& set : sets) {
    const EnumerationCost price = cost(set.numbers);
    fmt::print("  {:>9} {:>11}   the {} {}{}\n", dollars(price.dollars), duration(price.gpu_seconds),
               grouped(set.numbers), set.what, set.source.empty() ? "" : fmt::format(" ({})", set.source));
  }
  const EnumerationCost some = cost(kOfInterest);
  fmt::print("  To look up {} numbers that somebody has anyway costs {} and takes {}.\n", grouped(kOfInterest),
             dollars(some.dollars), duration(some.gpu_seconds));
  fmt::print(
      "  The memory-hard hash makes this cost money. It does not make it impossible. The same run opens every list\n"
      "  that shares this list's group salt. Publish only what you would publish knowing this.\n");
}

Json cost_json(const PlanOptions& options) {
  Json candidates = Json::array();
  for (const CandidateSet& set : candidate_sets(options.kind)) {
    const auto cost = enumeration_cost(set.numbers, options.argon2, options.dollars_per_gpu_hour);
    candidates.push_back({{"numbers", set.numbers},
                          {"what", set.what},
                          {"source", set.source},
                          {"gpu_seconds", cost.gpu_seconds},
                          {"dollars", cost.dollars}});
  }
  return {{"dollars_per_gpu_hour", options.dollars_per_gpu_hour},
          {"dollars", candidates.front()["dollars"]},
          {"candidates", candidates},
          {"million_dollars", enumeration_cost(kOfInterest, options.argon2, options.dollars_per_gpu_hour).dollars}};
}

ExitCode run(const PlanOptions& options) {
  const std::uint64_t entries = options.entries != 0 ? options.entries : count_entries(options);
  fail_on_impossible(options.kind, entries);
  const LayoutFigures figures{options.kind, entries, value_or_fail(expected_layout(options.kind, entries, {}))};
  const unsigned threads = hashing_threads(options.threads, options.argon2.mem_kib);
  const double rate = measured_hash_rate(options.argon2, threads);
  const double hash_seconds = threads / rate;
  // With those that are hashed a second time (sample.h).
  const double build_seconds = static_cast<double>(entries + sample_size(entries)) / rate;

  if (options.json) {
    print_json({{"kind", kind_traits(options.kind).name},
                {"mem_kib", options.argon2.mem_kib},
                {"ops", options.argon2.ops},
                {"enumeration", cost_json(options)},
                {"layout", to_json(figures)},
                {"build",
                 {{"hash_seconds", hash_seconds},
                  {"threads", threads},
                  {"hashes_per_second", rate},
                  {"seconds", build_seconds}}}});
    return ExitCode::ok;
  }
  print_cost(options);
  fmt::print("\nThe list\n");
  print(figures);
  fmt::print("\nBuilding it here\n");
  fmt::print("  one hash          {:.0f} ms at {} MiB and {}, with every thread at work\n", hash_seconds * 1000,
             options.argon2.mem_kib / 1024, counted(options.argon2.ops, "pass", "passes"));
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
                             ->check(whole_number(1));
  add_input_options(*app, options->input, "Or count the distinct numbers in this")->excludes(entries);
  add_argon2_options(*app, options->argon2);
  app->add_option("--gpu-hour", options->dollars_per_gpu_hour, "Price of an RTX 4090 for an hour (default 0.40)")
      ->type_name("DOLLARS")
      ->check(positive_amount());
  add_threads_option(*app, options->threads);
  add_json_option(*app, options->json);
  return {app, [options] {
            if (options->entries == 0 && options->input.paths.empty()) {
              throw Failure(ExitCode::usage, "plan needs --entries N or a file of numbers", "selfcheck plan --help");
            }
            return run(*options);
          }};
}

}  // namespace selfcheck::cli
