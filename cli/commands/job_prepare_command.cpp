// The command `selfcheck job prepare`: its options and its summary. The work is done in job/prepare.cpp.

#include <fmt/format.h>

#include <memory>

#include "base/redact.h"
#include "base/wording.h"
#include "commands/build_options.h"
#include "commands/commands.h"
#include "job/build_paths.h"
#include "job/prepare.h"
#include "list/present_edition.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
Reads the numbers, drops duplicates, sorts them into buckets, and writes into DIR what the slow part needs. No key is
needed. DIR is as sensitive as the input: it holds every number.

  selfcheck job prepare --job job --kind mobile --title "Numbers in the X leak" --publisher "The Daily Y" numbers.txt
  selfcheck job hash --job job
  selfcheck job assemble --job job --secret-key my.key --out list

For a keyed list --evaluation names its key; the key itself is needed by assemble alone.

For the next edition of a list: --list with its directory and --public-key with its key, which give its id and texts.)";

struct Options {
  PrepareOptions prepare;
  fs::path job;
  fs::path list;  // directory of the list whose next edition this is, or empty
  std::vector<minisign::PublicKey> keys;
};

void print_summary(const Job& job) {
  fmt::print("Job in {}\n", job.directory.native());
  print_prepared(job.plan);
  fmt::print("  chunks            {} of {}\n", grouped(job.plan.chunks()),
             counted(job.plan.chunk_size, "number", "numbers"));
  fmt::print("\nNext: selfcheck job hash --job {}\n", job.directory.native());
}

Json summary_json(const Job& job) {
  Json json{{"job", job.directory.native()}, {"chunks", job.plan.chunks()}, {"chunk_size", job.plan.chunk_size}};
  add_prepared(json, job.plan);
  return json;
}

Job run(const Options& options) {
  const fs::path directory = resolved(options.job);
  fail_on_misplaced(options.prepare, directory, {});
  PresentEdition present;
  if (!options.list.empty()) present = read_present_edition(resolved(options.list), options.keys, false);
  return prepare(directory, options.prepare, present, system_time, [](const JobPlan&) {});
}

}  // namespace

Command job_prepare_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("prepare", "Read the numbers and plan the work");
  const auto options = std::make_shared<Options>();
  const auto json = std::make_shared<bool>(false);
  app->footer(kFooter);
  app->add_option("--job", options->job, "The job's directory, new or empty")->required()->type_name("DIR");
  add_prepare_options(*app, options->prepare);
  CLI::Option* list =
      app->add_option("--list", options->list, "The list of which this is the next edition")->type_name("DIR");
  const auto add_key = [options](const std::string& key) {
    options->keys.push_back(read_public_key("--public-key", key));
  };
  CLI::Option* key =
      app->add_option_function<std::string>("--public-key", add_key, "The key that has signed it, or its file")
          ->type_name("KEY")
          ->needs(list);
  list->needs(key);
  add_json_option(*app, *json);
  return {app, [options, json] {
            const Job job = run(*options);
            if (*json) {
              print_json(summary_json(job));
            } else {
              print_summary(job);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
