#include "job/build_paths.h"

#include "edition/edition_paths.h"

namespace selfcheck::cli {

void fail_on_misplaced(const PrepareOptions& options, const fs::path& job, const fs::path& list_directory) {
  fail_if_in_a_list("--job", job, list_directory);
  fail_if_in_a_list("--seed", options.list.seed, list_directory);
  fail_if_in_a_list("--rejects", options.rejects.file, list_directory);
  for (const std::string& input : options.input.paths) fail_if_in_a_list("the input", input, list_directory);
}

fs::path default_job_directory(const fs::path& list_directory) { return list_directory.native() + ".job"; }

}  // namespace selfcheck::cli
