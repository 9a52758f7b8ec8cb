// The command `selfcheck job hash`: its options and its summary. The work is done in job/hash.cpp.

#include <fmt/format.h>

#include <memory>

#include "base/wording.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "job/hash.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
  selfcheck job hash --job job
  selfcheck job hash --job job --shard 3/8
  selfcheck job hash --job job --shard auto        in a Slurm job array
  selfcheck job hash --job job --shard auto/8      in an Indexed Job of Kubernetes, or an array of AWS Batch

The slow part of a build. What is finished stays finished: stopped, killed, or out of room, the same command goes on.
Results that are there are read first; damaged ones are hashed again. Needs no key and no network.

With --json: chunks (of the shard), done_before, damaged, hashed and known (numbers; known came from an earlier job),
seconds, threads, hashes_per_second (null if nothing was hashed).)";

struct Options {
  fs::path job;
  std::string shard = "0/1";
  unsigned threads = 0;
  bool json = false;
};

double hashes_per_second(const HashReport& report) {
  return report.seconds > 0 ? static_cast<double>(report.hashed) / report.seconds : 0;
}

Json summary_json(const HashReport& report) {
  Json json{{"chunks", report.chunks},   {"done_before", report.done_before},
            {"damaged", report.damaged}, {"hashed", report.hashed},
            {"known", report.known},     {"seconds", report.seconds},
            {"threads", report.threads}, {"hashes_per_second", nullptr}};
  if (report.hashed != 0) json["hashes_per_second"] = hashes_per_second(report);
  return json;
}

void print_summary(const Shard& shard, const HashReport& report) {
  fmt::print("Shard {} is done: {}\n", shard.name(), counted(report.chunks, "chunk", "chunks"));
  if (report.done_before != 0) {
    fmt::print("  done before       {}\n", counted(report.done_before, "chunk", "chunks"));
  }
  if (report.damaged != 0) fmt::print("  damaged before    {}\n", counted(report.damaged, "chunk", "chunks"));
  if (report.known != 0) fmt::print("  known before      {}\n", counted(report.known, "number", "numbers"));
  if (report.hashed == 0) return;
  fmt::print("  hashed            {} in {}, {:.1f} a second on {}\n", counted(report.hashed, "number", "numbers"),
             duration(report.seconds), hashes_per_second(report), counted(report.threads, "thread", "threads"));
}

}  // namespace

Command job_hash_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("hash", "Hash the numbers, or a machine's share of them: the slow part");
  const auto options = std::make_shared<Options>();
  app->footer(kFooter);
  add_job_option(*app, options->job);
  add_shard_option(*app, options->shard,
                   "Part I, from 0, of N (default 0/1); auto or auto/N: as the batch system tells");
  add_threads_option(*app, options->threads);
  add_json_option(*app, options->json);
  return {app, [options] {
            const Shard shard = parse_shard(options->shard);
            const Job job = open_job(resolved(options->job));
            const HashReport report = hash_shard(job, shard, options->threads, system_time);
            if (options->json) {
              print_json(summary_json(report));
            } else {
              print_summary(shard, report);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
