// The command `selfcheck job`: it does the steps of a build one by one, on one machine or many.

#include <algorithm>
#include <memory>

#include "commands/commands.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
A job is a directory with the numbers of a list and what has been hashed of them. Each step can be stopped and started
again, and the slow one divided among machines:

  selfcheck job prepare --job job --kind mobile --title "..." --publisher "..." numbers.txt
  selfcheck job hash --job job                     all of it, on this machine
  selfcheck job hash --job job --shard 0/8         an eighth, on a directory that eight machines share
  selfcheck job status --job job
  selfcheck job assemble --job job --secret-key my.key --out list
  selfcheck job wipe --job job

Where machines share no directory:
  selfcheck job export --job job --shard 0/8 --to work.0          to one of them
  selfcheck job import work.0 --job job                           there
  selfcheck job hash --job job --shard 0/8                        there
  selfcheck job export --job job --shard 0/8 --to done.0 --results
  selfcheck job import done.0 --job job                           back here

The directory is as sensitive as the input: it holds every number.)";

}  // namespace

Command job_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("job", "Build a list step by step, or on several machines");
  app->footer(kFooter);
  app->require_subcommand(1);
  const auto steps = std::make_shared<std::vector<Command>>(std::vector<Command>{
      job_prepare_command(*app), job_hash_command(*app), job_status_command(*app), job_export_command(*app),
      job_import_command(*app), job_assemble_command(*app), job_wipe_command(*app)});
  return {app, [steps] {
            return std::find_if(steps->begin(), steps->end(), [](const Command& step) { return step.app->parsed(); })
                ->run();
          }};
}

}  // namespace selfcheck::cli
