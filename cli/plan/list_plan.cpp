#include "plan/list_plan.h"

#include <fmt/format.h>

#include <string>

#include "base/wording.h"
#include "plan/hash_choices.h"
#include "plan/work_cut.h"

namespace selfcheck::cli {
namespace {

// How many numbers an attacker is assumed to have anyway, of people whom they care about.
constexpr std::uint64_t kOfInterest = 1'000'000;

EnumerationCost cost_of(const ListPlan& plan, std::uint64_t numbers, Argon2Params params) {
  return enumeration_cost(numbers, params, plan.dollars_per_gpu_hour);
}

EnumerationCost cheapest(const ListPlan& plan, Argon2Params params) {
  return cost_of(plan, candidate_sets(plan.kind).front().numbers, params);
}

JobSize size_of(const ListPlan& plan, bool keyed = false) {
  const WorkCut cut = work_cut(plan.entries, keyed ? plan.keyed_argon2 : plan.argon2);
  return job_size({.entries = plan.entries,
                   .rows = plan.rows,
                   .layout = plan.layout,
                   .tags = !keyed,
                   .hashes = plan.keep_hashes || keyed,
                   .chunk_size = cut.chunk_size,
                   .group_chunks = cut.group_chunks});
}

// Returns the rate at other parameters. A machine that was measured stays as far ahead of the usual rate, or behind it,
// as it is at the plan's parameters.
double rate_at(const ListPlan& plan, Argon2Params params) {
  if (params == plan.argon2) return plan.hashes_a_core_second;
  return plan.hashes_a_core_second * usual_hashes_a_core_second(params) / usual_hashes_a_core_second(plan.argon2);
}

struct Building {
  BuildWork work;
  double core_hours = 0, dollars = 0, seconds = 0;
};

Building building(const ListPlan& plan, Argon2Params params) {
  const double rate = rate_at(plan, params);
  Building result{.work = build_work(plan.entries, params)};
  result.core_hours = core_seconds(result.work, rate) / 3600;
  result.dollars = result.core_hours * plan.dollars_per_core_hour;
  result.seconds = seconds_on(plan.machines, result.work, rate);
  return result;
}

void print_attack(const ListPlan& plan) {
  fmt::print("Anyone can open a static list of these numbers for about {}.\n",
             dollars(cheapest(plan, plan.argon2).dollars));
  fmt::print(
      "  By hashing every {} number that may be in it, and comparing. On one RTX 4090, rented at\n  {} an hour:\n",
      kind_traits(plan.kind).name, price(plan.dollars_per_gpu_hour));
  for (const CandidateSet& set : candidate_sets(plan.kind)) {
    const EnumerationCost cost = cost_of(plan, set.numbers, plan.argon2);
    fmt::print("  {:>9} {:>11}   the {} {}{}\n", dollars(cost.dollars), duration(cost.gpu_seconds),
               grouped(set.numbers), set.what, set.source.empty() ? "" : fmt::format(" ({})", set.source));
  }
  const EnumerationCost some = cost_of(plan, kOfInterest, plan.argon2);
  fmt::print("  To look up {} numbers that somebody has anyway costs {} and takes {}.\n", grouped(kOfInterest),
             dollars(some.dollars), duration(some.gpu_seconds));
  fmt::print(
      "  The memory-hard hash makes this cost money. It does not make it impossible. The same run opens\n"
      "  every list that shares this list's group salt. Publish only what you would publish knowing this.\n");
}

// Returns a duration in words, in years if it is two or more.
std::string long_time(double seconds) {
  constexpr double kDay = 86'400, kYear = 365 * kDay;
  if (seconds >= 2 * kYear) return tenths(seconds / kYear) + " years";
  return seconds >= 100 * kDay ? fmt::format("{:.0f} days", seconds / kDay) : duration(seconds);
}

// Prints a text in indented lines of at most 100 columns.
void print_wrapped(std::string_view text) {
  constexpr std::size_t kWidth = 98;
  while (text.size() > kWidth) {
    const std::size_t end = text.rfind(' ', kWidth);
    fmt::print("  {}\n", text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  fmt::print("  {}\n", text);
}

std::string described(Argon2Params params) {
  return fmt::format("{} MiB, {}", params.mem_kib / 1024, counted(params.ops, "pass", "passes"));
}

std::string described(const Building& build) {
  return fmt::format("{} core-hours, {}", tenths(build.core_hours), dollars(build.dollars));
}

// Returns a rate as short as it can be written, such as 50 or 0.5.
std::string rate_text(double rate) { return fmt::format("{:g}", rate); }

std::string leak_of(const Evaluators& evaluators) {
  return evaluators.threshold == 1 ? "1 share leaks" : fmt::format("{} shares leak", evaluators.threshold);
}

void print_keyed_attack(const ListPlan& plan) {
  const Evaluators &evaluators = plan.evaluators, slow = turned_down(evaluators);
  const auto sets = candidate_sets(plan.kind);
  const auto asking = [&](std::uint64_t numbers) { return long_time(seconds_to_ask(numbers, evaluators)); };
  const bool usual = evaluators.rate == Evaluators{}.rate;  // the words about days are true of this rate only
  fmt::print("\nNobody can open a keyed list of them by hashing (selfcheck deal, build --evaluation).\n");
  print_wrapped(fmt::format(
      "Each number has to be asked of {} of {} evaluators. At {} a second each,{} the {} {} take {} of "
      "everything that they can answer, the {} {} {}, {} that somebody has a list of {}, and one number a "
      "second. At {} a second,{} ten times that.",
      evaluators.threshold, evaluators.count, rate_text(evaluators.rate),
      usual ? " which does for a day in the news," : "", grouped(sets[0].numbers), sets[0].what,
      asking(sets[0].numbers), grouped(sets[1].numbers), sets[1].what, asking(sets[1].numbers), grouped(kOfInterest),
      asking(kOfInterest), rate_text(slow.rate), usual ? " which is enough on other days," : ""));
  print_wrapped(fmt::format(
      "If {}, or whoever holds {} agrees to, it can be opened like a static list of its hash, for about {}. Once the "
      "evaluators have destroyed their shares, nobody can be asked any more. A key protects no number that a static "
      "edition has had.",
      leak_of(evaluators), evaluators.threshold == 1 ? "it" : "them",
      dollars(cheapest(plan, plan.keyed_argon2).dollars)));
}

void print_side_by_side(const ListPlan& plan) {
  const Evaluators &evaluators = plan.evaluators, slow = turned_down(evaluators);
  const auto row = [](std::string_view what, std::string_view fixed, std::string_view keyed) {
    fmt::print("  {:<28} {:<34} {}\n", what, fixed, keyed);
  };
  const auto attack = [&](std::string_view what, std::uint64_t numbers) {
    const EnumerationCost cost = cost_of(plan, numbers, plan.argon2);
    row(fmt::format("  {:>14} {}", grouped(numbers), what),
        fmt::format("{}, {}", dollars(cost.dollars), duration(cost.gpu_seconds)),
        fmt::format("{}; {}", long_time(seconds_to_ask(numbers, evaluators)),
                    long_time(seconds_to_ask(numbers, slow))));
  };
  fmt::print("\nSide by side\n");
  row("", "static list", fmt::format("keyed list, {} of {}", evaluators.threshold, evaluators.count));
  row("the hash", described(plan.argon2), described(plan.keyed_argon2));
  row("to open it, by trying", "on one RTX 4090",
      fmt::format("at {} a second each; at {}", rate_text(evaluators.rate), rate_text(slow.rate)));
  for (const CandidateSet& set : candidate_sets(plan.kind)) attack(set.brief, set.numbers);
  attack("of interest", kOfInterest);
  row("  if " + leak_of(evaluators), "-",
      fmt::format("{}, {}", dollars(cheapest(plan, plan.keyed_argon2).dollars),
                  duration(cheapest(plan, plan.keyed_argon2).gpu_seconds)));
  row("a check on a cheap phone", tenths(phone_seconds(plan.argon2)) + " s",
      tenths(phone_seconds(plan.keyed_argon2)) + " s");
  row("to build it", described(building(plan, plan.argon2)), described(building(plan, plan.keyed_argon2)));
  row("the job on the disk", byte_size(size_of(plan).job()), byte_size(size_of(plan, true).job()));
}

void print_disk(const ListPlan& plan) {
  const JobSize size = size_of(plan);
  fmt::print("\nRoom on the disk, at most (static)\n");
  fmt::print("  to prepare        {:>10}   every row sorted, and every distinct number\n", byte_size(size.preparing()));
  fmt::print("  the job           {:>10}   {}; until it is wiped\n", byte_size(size.job()),
             plan.keep_hashes ? "numbers, tags and kept hashes" : "numbers and tags");
  fmt::print("  the list          {:>10}   beside the editions that are there\n", byte_size(size.list));
  fmt::print("  all at one time   {:>10}   if the job and the list share a file system\n", byte_size(size.peak()));
  fmt::print("  The job holds every number: it is as sensitive as the input, and belongs on an encrypted disk.\n");
}

void print_building(const ListPlan& plan) {
  const Building build = building(plan, plan.argon2);
  const auto& [count, cores] = plan.machines;
  fmt::print("\nBuilding it (static)\n");
  fmt::print("  one hash          {:.1f} ms of a core ({} MiB, {}) {}\n", 1000 / plan.hashes_a_core_second,
             plan.argon2.mem_kib / 1024, counted(plan.argon2.ops, "pass", "passes"),
             plan.measured ? "measured with every core at work" : "on a rented Xeon (--measure: here)");
  fmt::print("  all of them       {} core-hours, {} on rented CPUs at {} a core-hour\n", tenths(build.core_hours),
             dollars(build.dollars), price(plan.dollars_per_core_hour));
  fmt::print("  time              {} on {} with {}{}\n", duration(build.seconds), counted(count, "machine", "machines"),
             counted(cores, "core", "cores"), count > 1 ? " each" : "");
  fmt::print("  memory            {} for the hashes on each machine, and at most 512 MiB beside them\n",
             byte_size(cores * plan.argon2.mem_kib * 1024));
  fmt::print("  The machine that assembles hashes {} again; that is in all figures.\n",
             counted(build.work.assembling, "number", "numbers"));
}

void print_choices(const ListPlan& plan) {
  fmt::print("\nWhat another hash would change (--mem, --ops)\n");
  fmt::print("     memory  passes   core-hours  rented CPUs  a cheap phone to open the list\n");
  for (const HashChoice& choice : hash_choices(plan.argon2)) {
    const Building build = building(plan, choice.params);
    std::string remark;
    const auto add = [&](bool says, std::string_view what) {
      if (says) remark += fmt::format("{}{}", remark.empty() ? "  " : ", ", what);
    };
    add(choice.chosen, "this plan");
    add(choice.usual, "default");
    add(choice.keyed, "a keyed list's");
    add(choice.only_test, "tests only");
    fmt::print("  {} {:>7} {:>7} {:>12} {:>12} {:>14} {:>16}{}\n", choice.chosen ? '>' : ' ',
               fmt::format("{} MiB", choice.params.mem_kib / 1024), choice.params.ops, tenths(build.core_hours),
               dollars(build.dollars), tenths(phone_seconds(choice.params)) + " s",
               dollars(cheapest(plan, choice.params).dollars), remark);
  }
  fmt::print(
      "  A cheap phone: how long its browser hashes for one check. With 2 GB of memory it may not have\n"
      "  128 MiB or more to give, and then could not tell. To open the list: by the cheapest attacker.\n");
}

Json enumeration_json(const ListPlan& plan) {
  Json candidates = Json::array();
  for (const CandidateSet& set : candidate_sets(plan.kind)) {
    const EnumerationCost cost = cost_of(plan, set.numbers, plan.argon2);
    candidates.push_back({{"numbers", set.numbers},
                          {"what", set.what},
                          {"source", set.source},
                          {"gpu_seconds", cost.gpu_seconds},
                          {"dollars", cost.dollars}});
  }
  return {{"dollars_per_gpu_hour", plan.dollars_per_gpu_hour},
          {"dollars", candidates.front()["dollars"]},
          {"candidates", candidates},
          {"million_dollars", cost_of(plan, kOfInterest, plan.argon2).dollars}};
}

Json keyed_json(const ListPlan& plan) {
  const Evaluators &evaluators = plan.evaluators, slow = turned_down(evaluators);
  Json candidates = Json::array();
  for (const CandidateSet& set : candidate_sets(plan.kind)) {
    candidates.push_back({{"numbers", set.numbers},
                          {"what", set.what},
                          {"seconds", seconds_to_ask(set.numbers, evaluators)},
                          {"seconds_turned_down", seconds_to_ask(set.numbers, slow)}});
  }
  const Building build = building(plan, plan.keyed_argon2);
  return {{"threshold", evaluators.threshold},
          {"of", evaluators.count},
          {"rate", evaluators.rate},
          {"numbers_per_second", numbers_a_second(evaluators)},
          {"mem_kib", plan.keyed_argon2.mem_kib},
          {"ops", plan.keyed_argon2.ops},
          {"candidates", std::move(candidates)},
          {"million_seconds", seconds_to_ask(kOfInterest, evaluators)},
          {"leaked_dollars", cheapest(plan, plan.keyed_argon2).dollars},
          {"phone_seconds", phone_seconds(plan.keyed_argon2)},
          {"core_hours", build.core_hours},
          {"build_dollars", build.dollars},
          {"job_bytes", size_of(plan, true).job()}};
}

Json disk_json(const ListPlan& plan) {
  const JobSize size = size_of(plan);
  return {{"rows", plan.rows},
          {"keep_hashes", plan.keep_hashes},
          {"sorting_bytes", size.sorting},
          {"numbers_bytes", size.numbers},
          {"results_bytes", size.results},
          {"prepare_bytes", size.preparing()},
          {"job_bytes", size.job()},
          {"list_bytes", size.list},
          {"peak_bytes", size.peak()}};
}

Json build_json(const ListPlan& plan) {
  const Building build = building(plan, plan.argon2);
  return {{"hashes", build.work.hashes()},
          {"hashed_again", build.work.assembling},
          {"hashes_per_core_second", plan.hashes_a_core_second},
          {"measured", plan.measured},
          {"hash_seconds", 1 / plan.hashes_a_core_second},
          {"core_hours", build.core_hours},
          {"dollars_per_core_hour", plan.dollars_per_core_hour},
          {"dollars", build.dollars},
          {"machines", plan.machines.count},
          {"cores", plan.machines.cores},
          {"seconds", build.seconds}};
}

Json choices_json(const ListPlan& plan) {
  Json choices = Json::array();
  for (const HashChoice& choice : hash_choices(plan.argon2)) {
    const Building build = building(plan, choice.params);
    choices.push_back({{"mem_kib", choice.params.mem_kib},
                       {"ops", choice.params.ops},
                       {"chosen", choice.chosen},
                       {"default", choice.usual},
                       {"test_only", choice.only_test},
                       {"core_hours", build.core_hours},
                       {"build_dollars", build.dollars},
                       {"phone_seconds", phone_seconds(choice.params)},
                       {"enumeration_dollars", cheapest(plan, choice.params).dollars}});
  }
  return choices;
}

}  // namespace

void print(const ListPlan& plan) {
  print_attack(plan);
  print_keyed_attack(plan);
  print_side_by_side(plan);
  fmt::print("\nThe list\n");
  print(LayoutFigures{plan.kind, plan.entries, plan.layout});
  print_disk(plan);
  print_building(plan);
  print_choices(plan);
}

Json to_json(const ListPlan& plan) {
  return {{"kind", kind_traits(plan.kind).name},
          {"mem_kib", plan.argon2.mem_kib},
          {"ops", plan.argon2.ops},
          {"enumeration", enumeration_json(plan)},
          {"keyed", keyed_json(plan)},
          {"layout", to_json(LayoutFigures{plan.kind, plan.entries, plan.layout})},
          {"disk", disk_json(plan)},
          {"build", build_json(plan)},
          {"choices", choices_json(plan)}};
}

}  // namespace selfcheck::cli
