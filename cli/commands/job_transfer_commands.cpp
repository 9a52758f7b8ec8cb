// The commands `selfcheck job export` and `selfcheck job import`: they move parts of a job in files, for machines that
// share no directory.

#include <fmt/format.h>

#include <memory>
#include <string>

#include "base/wording.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "job/transfer.h"
#include "terminal/json_output.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kExportFooter = R"(
  selfcheck job export --job job --shard 3/8 --to work.3              for the machine that hashes
  selfcheck job export --job job --shard 3/8 --to done.3 --results    there, for the machine that assembles

Without --results the file holds the shard's numbers, and is as sensitive as the input. With it, it holds what has been
hashed so far, and no number: a secret only if the job keeps hashes.)";

constexpr const char* kImportFooter = R"(
  selfcheck job import work.3 --job job
  selfcheck job import done.3 --job job

In any order, and as often as you like. Nothing that is there is overwritten. A file with numbers makes the job where
there is none. Of a file that is damaged or cut off, the parts that are whole are taken; copy it again for the rest.)";

struct ExportOptions {
  fs::path job, to;
  std::string shard = "0/1";
  bool results = false;
  bool json = false;
};

struct ImportOptions {
  fs::path file, job;
  bool json = false;
};

Json to_json(const Transferred& transferred) {
  return {{"groups", transferred.groups}, {"chunks", transferred.chunks}, {"already", transferred.already}};
}

ExitCode run(const ExportOptions& options) {
  const Shard shard = parse_shard(options.shard);
  const Job job = open_job(resolved(options.job));
  const Transferred written = (options.results ? export_results : export_work)(job, shard, options.to);
  if (options.json) {
    print_json(to_json(written));
  } else if (options.results) {
    fmt::print("{} of shard {}\n", counted(written.chunks, "result", "results"), shard.name());
    if (job.plan.results_have_hashes()) print_warning("the file holds slow hashes, and is as sensitive as the numbers");
  } else {
    fmt::print("{} of numbers, shard {}\n", counted(written.groups, "group", "groups"), shard.name());
    print_warning("the file holds numbers, and is as sensitive as the input");
  }
  return ExitCode::ok;
}

ExitCode run(const ImportOptions& options) {
  const Transferred taken = import_file(options.file, resolved(options.job));
  if (options.json) {
    print_json(to_json(taken));
    return ExitCode::ok;
  }
  if (taken.groups != 0) fmt::print("{} of numbers\n", counted(taken.groups, "new group", "new groups"));
  if (taken.chunks != 0) fmt::print("{}\n", counted(taken.chunks, "new result", "new results"));
  if (taken.groups == 0 && taken.chunks == 0) fmt::print("nothing new\n");
  if (taken.already != 0) fmt::print("{} there already\n", counted(taken.already, "part was", "parts were"));
  return ExitCode::ok;
}

}  // namespace

Command job_export_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("export", "Write a shard's numbers, or its results, to a file");
  const auto options = std::make_shared<ExportOptions>();
  app->footer(kExportFooter);
  add_job_option(*app, options->job);
  add_shard_option(*app, options->shard, "Part I, from 0, of N")->required();
  app->add_option("--to", options->to, "The file; must not be there")->required()->type_name("FILE");
  app->add_flag("--results", options->results, "What has been hashed, instead of the numbers");
  add_json_option(*app, options->json);
  return {app, [options] { return run(*options); }};
}

Command job_import_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("import", "Take numbers or results from a file that export has made");
  const auto options = std::make_shared<ImportOptions>();
  app->footer(kImportFooter);
  app->add_option("file", options->file, "The file")->required()->type_name("FILE");
  add_job_option(*app, options->job);
  add_json_option(*app, options->json);
  return {app, [options] { return run(*options); }};
}

}  // namespace selfcheck::cli
