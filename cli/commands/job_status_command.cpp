// The command `selfcheck job status`: it tells people and scripts how far a job has come.

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/wording.h"
#include "commands/commands.h"
#include "commands/option_checks.h"
#include "commands/options.h"
#include "job/status.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
  selfcheck job status --job job
  selfcheck job status --job job --shards 8

Looks only, while others work. What is done is told by the files that are there; `job hash` and `job assemble` compare
their checksums. The rate is that of all machines in the ten minutes before the latest result.

With --json: entries, chunks, done, shards (each shard, chunks, done, has_numbers), core_seconds, bytes, and, null if
they can't be told, latest_result, numbers_per_second, seconds_left; results_from_the_future: of machines whose clock is
ahead of this one's.)";

struct Options {
  fs::path job;
  std::uint64_t shards = 1;
  bool json = false;
};

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json status_json(const JobStatus& status) {
  Json shards = Json::array();
  for (const ShardStatus& one : status.shards) {
    shards.push_back(
        {{"shard", one.shard.name()}, {"chunks", one.chunks}, {"done", one.done}, {"has_numbers", one.has_numbers}});
  }
  Json json{{"entries", status.entries},
            {"chunks", status.chunks},
            {"done", status.done},
            {"shards", std::move(shards)},
            {"core_seconds", status.core_seconds},
            {"bytes", status.bytes},
            {"latest_result", nullptr},
            {"numbers_per_second", or_null(status.numbers_a_second)},
            {"seconds_left", or_null(status.seconds_left)},
            {"results_from_the_future", status.from_the_future}};
  if (status.latest) json["latest_result"] = format_timestamp(*status.latest);
  return json;
}

// Says 100% only if all are done.
std::string part(std::uint64_t done, std::uint64_t all) {
  const double percent = all == 0 ? 100 : 100 * static_cast<double>(done) / static_cast<double>(all);
  return fmt::format("{} of {} ({:.1f}%)", grouped(done), counted(all, "chunk", "chunks"),
                     done == all ? 100 : std::min(percent, 99.9));
}

void print_status(const JobStatus& status, Timestamp now) {
  fmt::print("{} of {} numbers\n", part(status.done, status.chunks), grouped(status.entries));
  if (status.core_seconds != 0) {
    fmt::print("  work so far       {} of one core\n", duration(static_cast<double>(status.core_seconds)));
  }
  if (status.latest) {
    fmt::print("  latest result     {}, {} ago\n", format_timestamp(*status.latest),
               duration(static_cast<double>(std::max<Timestamp>(0, now - *status.latest))));
  }
  if (status.numbers_a_second) fmt::print("  rate then         {:.1f} numbers a second\n", *status.numbers_a_second);
  if (status.seconds_left && *status.seconds_left != 0) {
    fmt::print("  left at that rate {}\n", duration(static_cast<double>(*status.seconds_left)));
  }
  if (status.from_the_future != 0) {
    fmt::print("  wrong clock       {} later than this machine's clock: no rate is made of {}\n",
               counted(status.from_the_future, "result is", "results are"),
               status.from_the_future == 1 ? "it" : "them");
  }
  fmt::print("  on the disk       {}\n", byte_size(status.bytes));
  if (status.shards.size() == 1 && status.shards.front().has_numbers) return;
  for (const ShardStatus& one : status.shards) {
    fmt::print("  shard {:<11} {}{}\n", one.shard.name(), part(one.done, one.chunks),
               one.has_numbers || one.done == one.chunks ? "" : "; not all of its numbers are here");
  }
}

}  // namespace

Command job_status_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("status", "Tell how far a job has come");
  const auto options = std::make_shared<Options>();
  app->footer(kFooter);
  add_job_option(*app, options->job);
  constexpr std::uint64_t kMostShards = 100'000;
  app->add_option("--shards", options->shards, "Tell so many shards apart (default 1)")
      ->type_name("N")
      ->check(whole_number(1, kMostShards));
  add_json_option(*app, options->json);
  return {app, [options] {
            const JobStatus status = job_status(open_job(resolved(options->job)), options->shards, system_time);
            if (options->json) {
              print_json(status_json(status));
            } else {
              print_status(status, system_time());
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
