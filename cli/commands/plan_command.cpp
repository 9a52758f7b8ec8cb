// The command `selfcheck plan`: it tells what a list would cost an attacker, a reader and its publisher, before there
// is one.

#include <fmt/format.h>

#include "base/failure.h"
#include "base/wording.h"
#include "commands/commands.h"
#include "commands/option_checks.h"
#include "commands/options.h"
#include "hashing/hashing_threads.h"
#include "input/intake.h"
#include "job/number_intake.h"
#include "plan/hash_choices.h"
#include "plan/list_plan.h"
#include "plan/measured_rate.h"
#include "selfcheck/voprf/shares.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

struct PlanOptions {
  Kind kind = Kind::mobile;
  std::uint64_t entries = 0;  // if it is 0, those of the input are counted
  std::uint64_t rows = 0;     // if it is 0, there are as many as entries
  bool keep_hashes = false;
  InputOptions input;
  RejectOptions rejects{.allow = true};
  Argon2Params argon2;
  Argon2Params keyed_argon2 = kKeyedArgon2;
  Evaluators evaluators;
  double dollars_per_gpu_hour = kDollarsPerGpuHour;
  double dollars_per_core_hour = kDollarsPerCoreHour;
  std::uint64_t machines = 1;
  std::uint64_t cores = 0;  // if it is 0, there are as many as this machine hashes on
  bool measure = false;
  bool json = false;
};

constexpr std::uint64_t kMaxMachines = 9'999, kMaxCores = 4'096, kMaxRows = 1'000'000'000'000;

constexpr const char* kFooter = R"(
What it costs to open the list comes first, by the cheapest attacker: one who hashes only numbers that are known to be
in use. It assumes hashcat on rented RTX 4090 cards: 1,667 hashes a second at 64 MiB and 3 passes, scaled by memory
times passes.

A list can be static, which a copy is enough to open, or keyed: then evaluators who share a key have to be asked about
each number, at the pace that they set. Both are shown side by side; --threshold, --of and --rate say who would be asked.

What it takes to build the list assumes 15 such hashes a second of a core, as a rented Xeon makes them; --measure makes
a few here instead. Both prices are assumptions about a market: look up yours.

A file's numbers are counted in memory that does not grow with them. What does not fit is encrypted in files without
names in $TMPDIR (/tmp), 8 bytes a row.

  selfcheck plan --kind mobile --entries 1000000
  selfcheck plan --kind mobile --entries 1100000000 --rows 1500000000 --machines 50 --cores 32 --core-price 0.02
  selfcheck plan --kind aadhaar --mem 128 --ops 4 --measure numbers.txt)";

struct Numbers {
  std::uint64_t rows = 0, distinct = 0;
};

Numbers count_numbers(const PlanOptions& options) {
  if (options.entries != 0) return {options.rows != 0 ? options.rows : options.entries, options.entries};
  std::error_code error;
  const fs::path temporary = fs::temp_directory_path(error);
  if (error) throw Failure::from_errno("use $TMPDIR", error.value());
  NumberSorter sorter(temporary);
  const IntakeCounts counts = read_into(sorter, options.kind, options.input, options.rejects);
  return {counts.accepted, sort_and_warn(sorter, options.kind, counts, [](std::span<const NumberKey>) {})};
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

void fail_on_impossible_hash(Argon2Params params) {
  const std::uint64_t work = std::uint64_t{params.ops} * params.mem_kib;
  if (work <= kMaxArgon2Work) return;
  throw Failure(
      ExitCode::rejected,
      fmt::format("{} MiB and {} passes are too much for a reader's browser: memory times passes may be {} MiB "
                  "at most",
                  params.mem_kib / 1024, params.ops, kMaxArgon2Work / 1024),
      "choose less --mem or fewer --ops");
}

ExitCode run(const PlanOptions& options) {
  fail_on_impossible_hash(options.argon2);
  const Numbers numbers = count_numbers(options);
  fail_on_impossible(options.kind, numbers.distinct);
  const unsigned threads = hashing_threads(0, options.argon2.mem_kib);
  ListPlan plan{.kind = options.kind,
                .entries = numbers.distinct,
                .rows = numbers.rows,
                .argon2 = options.argon2,
                .keyed_argon2 = options.keyed_argon2,
                .evaluators = options.evaluators,
                .layout = value_or_fail(expected_layout(options.kind, numbers.distinct, {})),
                .keep_hashes = options.keep_hashes,
                .dollars_per_gpu_hour = options.dollars_per_gpu_hour,
                .dollars_per_core_hour = options.dollars_per_core_hour,
                .machines = {options.machines, options.cores != 0 ? options.cores : threads},
                .hashes_a_core_second = usual_hashes_a_core_second(options.argon2),
                .measured = options.measure};
  if (options.measure) plan.hashes_a_core_second = measured_hashes_a_second(options.argon2, threads) / threads;
  if (options.json) {
    print_json(to_json(plan));
  } else {
    print(plan);
  }
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
  app->add_option("--rows", options->rows, "Rows of the input that hold a number, duplicates included")
      ->type_name("N")
      ->check(whole_number(1, kMaxRows))
      ->needs(entries);
  add_input_options(*app, options->input, "Or count the distinct numbers in this")->excludes(entries);
  add_argon2_options(*app, options->argon2);
  app->add_option("--threshold", options->evaluators.threshold,
                  "Of a keyed list: so many evaluators needed (default 2)")
      ->type_name("T")
      ->check(whole_number(1, voprf::kMaxEvaluators));
  app->add_option("--of", options->evaluators.count, "... of so many (default 3)")
      ->type_name("N")
      ->check(whole_number(1, voprf::kMaxEvaluators));
  app->add_option("--rate", options->evaluators.rate, "... each of which answers so many numbers a second (default 50)")
      ->type_name("R")
      ->check(positive_amount());
  app->add_option("--gpu-hour", options->dollars_per_gpu_hour, "Price of an RTX 4090 for an hour (default 0.40)")
      ->type_name("DOLLARS")
      ->check(positive_amount());
  app->add_option("--core-price", options->dollars_per_core_hour,
                  "Price of a rented core, what clouds call a vCPU, for an hour (default 0.05)")
      ->type_name("DOLLARS")
      ->check(positive_amount());
  app->add_option("--machines", options->machines, "Hash on this many machines (default 1)")
      ->type_name("N")
      ->check(whole_number(1, kMaxMachines));
  app->add_option("--cores", options->cores, "Each with this many cores (default: what this machine can hash on)")
      ->type_name("N")
      ->check(whole_number(1, kMaxCores));
  app->add_flag("--measure", options->measure,
                "See how fast this machine is by a few hashes; let it do nothing else meanwhile");
  app->add_flag("--keep-hashes", options->keep_hashes, "The job is to keep the slow hashes for the next edition");
  add_json_option(*app, options->json);
  return {app, [app, options] {
            if (options->entries == 0 && options->input.paths.empty()) {
              throw Failure(ExitCode::usage, "plan needs --entries N or a file of numbers", "selfcheck plan --help");
            }
            if (options->rows != 0 && options->rows < options->entries) {
              throw Failure(ExitCode::usage, "--rows can't be fewer than --entries: each number is in a row",
                            "selfcheck plan --help");
            }
            if (options->evaluators.threshold > options->evaluators.count) {
              throw Failure(ExitCode::usage, "--threshold can't be more than --of", "selfcheck plan --help");
            }
            // An option that is given is meant for both kinds of list; without it each has its own default.
            if (app->count("--mem") != 0) options->keyed_argon2.mem_kib = options->argon2.mem_kib;
            if (app->count("--ops") != 0) options->keyed_argon2.ops = options->argon2.ops;
            return run(*options);
          }};
}

}  // namespace selfcheck::cli
