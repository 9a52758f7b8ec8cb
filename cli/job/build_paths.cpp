#include "job/build_paths.h"

#include "base/failure.h"
#include "edition/edition_paths.h"
#include "files/paths.h"

namespace selfcheck::cli {

void fail_on_misplaced(const PrepareOptions& options, const fs::path& job, const fs::path& list_directory) {
  fail_if_in_a_list("--job", job, list_directory);
  fail_if_in_a_list("--seed", options.list.seed, list_directory);
  fail_if_in_a_list("--rejects", options.rejects.file, list_directory);
  for (const std::string& input : options.input.paths) fail_if_in_a_list("the input", input, list_directory);
}

void fail_if_in_the_job(const fs::path& list_directory, const fs::path& job) {
  if (!is_inside(list_directory, job)) return;
  throw Failure(ExitCode::usage, "--out lies in the job's directory",
                "a list is for everybody, and a job for nobody else: choose another directory");
}

fs::path default_job_directory(const fs::path& list_directory) { return list_directory.native() + ".job"; }

}  // namespace selfcheck::cli
