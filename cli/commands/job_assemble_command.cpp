// The command `selfcheck job assemble`: its options and its summary. The work is done in job/assemble.cpp.

#include <fmt/format.h>

#include <memory>

#include "commands/build_options.h"
#include "commands/commands.h"
#include "commands/edition_options.h"
#include "job/assemble.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
Once every chunk is hashed: makes the buckets, hashes a sample again, reads every file back, signs, and publishes in
--out. It needs no network. The job stays: `selfcheck job wipe --job JOB` removes it.

  selfcheck job assemble --job job --secret-key my.key --out list
  selfcheck job assemble --job job --secret-key my.key --out list --share key/share-0.key \
      --evaluator https://a.example/ --evaluator https://b.example/ --evaluator https://c.example/)";

}  // namespace

Command job_assemble_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("assemble", "Make the signed list of a job that is hashed");
  struct Options {
    AssembleOptions assemble;
    fs::path job;
    bool json = false;
  };
  const auto options = std::make_shared<Options>();
  app->footer(kFooter);
  app->add_option("--job", options->job, "The job's directory")->required()->type_name("DIR");
  add_assemble_options(*app, options->assemble);
  PlanChanges& changes = options->assemble.plan_changes;
  add_sequence_option(*app, changes.sequence, "the job's, or one more than the present");
  add_published_option(*app, changes.published, "the job's, or now");
  add_validity_options(*app, changes.valid_days, changes.valid_until, "the job's");
  add_threads_option(*app, options->assemble.threads);
  add_json_option(*app, options->json);
  return {app, [options] {
            const Job job = open_job(resolved(options->job));
            const AssembleReport report = assemble_job(job, options->assemble, system_time);
            if (options->json) {
              Json json;
              add_prepared(json, job.plan);
              add_edition(json, report);
              print_json(json);
            } else {
              print_title(report);
              print_prepared(job.plan);
              print_edition(report);
              print_kept_job(job.directory);
              print_next_steps(report);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
