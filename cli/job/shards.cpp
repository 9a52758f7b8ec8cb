#include "job/shards.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

// More shards than any cluster has machines; multiplied by the groups of any job it stays below 2^64.
constexpr std::uint64_t kMostShards = 1'000'000;

// Higher than any batch system numbers its tasks, and too short to be somebody's number: messages tell it.
constexpr std::uint64_t kHighestTask = 999'999'999;

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

[[noreturn]] void fail_on_form() {
  throw Failure(ExitCode::usage, "--shard is none that there can be",
                fmt::format("I/N with I from 0 to N-1, like 0/4 to 3/4, and N up to {}; auto; or auto/N", kMostShards));
}

std::uint64_t count_from(std::string_view text) {
  const auto count = whole_number(text);
  if (!count || *count == 0 || *count > kMostShards) fail_on_form();
  return *count;
}

// A batch system, and the environment variable that tells each of its tasks which one it is.
struct BatchSystem {
  const char* name;
  const char* index;
};
constexpr BatchSystem kSlurm{"Slurm", "SLURM_ARRAY_TASK_ID"};
constexpr BatchSystem kBatchSystems[] = {
    kSlurm, {"Kubernetes", "JOB_COMPLETION_INDEX"}, {"AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX"}};

bool is_told(const char* variable) { return std::getenv(variable) != nullptr; }

std::uint64_t told(const char* variable) {
  const char* text = std::getenv(variable);
  const auto number = text == nullptr ? std::nullopt : whole_number(text);
  if (number && *number <= kHighestTask) return *number;
  throw Failure(ExitCode::usage,
                fmt::format("--shard auto: the environment's {} {}", variable,
                            text == nullptr ? "is not set" : fmt::format("is no whole number up to {}", kHighestTask)),
                "give the shard as I/N");
}

const BatchSystem& batch_system() {
  std::vector<const BatchSystem*> found;
  for (const BatchSystem& system : kBatchSystems) {
    if (is_told(system.index)) found.push_back(&system);
  }
  if (found.size() == 1) return *found.front();
  throw Failure(ExitCode::usage,
                found.empty() ? "--shard auto: no batch system has told this task which one it is"
                              : "--shard auto: more than one batch system tells this task which one it is",
                "auto reads SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX or AWS_BATCH_JOB_ARRAY_INDEX; elsewhere give the "
                "shard as I/N");
}

// Returns the shard of a task in a Slurm array. The array's tasks must be numbered without gaps, from any number on.
Shard slurm_shard() {
  const std::uint64_t index = told(kSlurm.index), first = told("SLURM_ARRAY_TASK_MIN");
  const Shard shard{index - first, told("SLURM_ARRAY_TASK_COUNT")};
  const bool gaps = told("SLURM_ARRAY_TASK_MAX") - first + 1 != shard.count;
  if (index >= first && !gaps && shard.index < shard.count && shard.count <= kMostShards) return shard;
  throw Failure(ExitCode::usage, "--shard auto: the tasks of this Slurm array are not numbered one after the other",
                "auto/N, where N is how many shards there are in all, takes a task's number as the shard's, from 0");
}

}  // namespace

std::uint64_t Shard::first_group(const JobPlan& plan) const { return plan.groups() * index / count; }

std::uint64_t Shard::end_group(const JobPlan& plan) const { return plan.groups() * (index + 1) / count; }

std::string Shard::name() const { return fmt::format("{}/{}", index, count); }

Shard parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view index_text = text.substr(0, slash);
  if (index_text != "auto") {
    if (slash == std::string_view::npos) fail_on_form();
    const auto index = whole_number(index_text);
    const std::uint64_t count = count_from(text.substr(slash + 1));
    if (!index || *index >= count) fail_on_form();
    return {*index, count};
  }
  const BatchSystem& system = batch_system();
  if (slash == std::string_view::npos) {
    if (system.index == kSlurm.index) return slurm_shard();
    throw Failure(ExitCode::usage,
                  fmt::format("--shard auto: {} does not tell its tasks how many they are", system.name),
                  "say it: --shard auto/N");
  }
  const Shard shard{told(system.index), count_from(text.substr(slash + 1))};
  if (shard.index < shard.count) return shard;
  throw Failure(ExitCode::usage, fmt::format("--shard auto/{}: this is task {}", shard.count, shard.index),
                fmt::format("number the tasks from 0 to {}", shard.count - 1));
}

}  // namespace selfcheck::cli
