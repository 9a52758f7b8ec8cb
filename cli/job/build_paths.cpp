#include "job/build_paths.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "edition/edition_paths.h"
#include "files/paths.h"

namespace selfcheck::cli {
namespace {

void fail_if_in_job(std::string_view name, const fs::path& path, const fs::path& job) {
  if (path.empty() || path == "-" || !is_inside(path, job)) return;
  throw Failure(ExitCode::usage, fmt::format("{} lies in the job's directory", name),
                "that holds what the job makes, and nothing else: selfcheck removes it");
}

}  // namespace

void fail_if_nested(const fs::path& job, const fs::path& list_directory, const AssembleOptions& options) {
  fail_if_in_a_list("--job", job, list_directory);
  fail_if_in_job("--out", list_directory, job);
  fail_if_in_job("--pin-out", options.pin.file, job);
  fail_if_in_job("--secret-key", options.secret_key, job);
  fail_if_in_job("--share", options.list_key.share, job);
}

void fail_on_misplaced(const PrepareOptions& options, const fs::path& job, const fs::path& list_directory) {
  fail_if_in_a_list("--job", job, list_directory);
  fail_if_in_a_list("--seed", options.list.seed, list_directory);
  fail_if_in_a_list("--rejects", options.rejects.file, list_directory);
  for (const std::string& input : options.input.paths) fail_if_in_a_list("the input", input, list_directory);
  fail_if_in_job("--seed", options.list.seed, job);
  fail_if_in_job("--evaluation", options.list.evaluation, job);
  fail_if_in_job("--rejects", options.rejects.file, job);
  for (const std::string& input : options.input.paths) fail_if_in_job("the input", input, job);
}

fs::path default_job_directory(const fs::path& list_directory) { return list_directory.native() + ".job"; }

}  // namespace selfcheck::cli
