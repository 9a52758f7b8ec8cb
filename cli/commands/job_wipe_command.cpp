// The command `selfcheck job wipe`: it overwrites and removes a job's files.

#include <fmt/format.h>

#include <memory>

#include "base/redact.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "job/wipe.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
  selfcheck job wipe --job job

Overwrites and removes the job's files, and its directory: numbers, results, the seed, the plan. Nothing of it can be had
back; without it the next edition hashes every number again. Overwriting does not reach what a flash drive, a snapshot, a
backup or a file system that copies on write has kept: for that, the disk has to be encrypted from the start.)";

}  // namespace

Command job_wipe_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("wipe", "Overwrite and remove a job's files");
  const auto job = std::make_shared<fs::path>();
  app->footer(kFooter);
  add_job_option(*app, *job);
  return {app, [job] {
            const fs::path directory = resolved(*job);
            wipe_job(directory);
            fmt::print("{} is wiped\n", shown_path(directory));
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
