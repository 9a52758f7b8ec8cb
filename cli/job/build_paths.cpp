#include "job/build_paths.h"

#include "edition/edition_paths.h"

namespace selfcheck::cli {

void fail_on_misplaced(const BuildOptions& options, const fs::path& list_directory) {
  fail_if_in_a_list("--seed", options.seed, list_directory);
  fail_if_in_a_list("--rejects", options.rejects.file, list_directory);
  fail_if_in_a_list("--secret-key", options.secret_key, list_directory);
  fail_if_in_a_list("--password-file", options.password.file, list_directory);
  fail_if_in_a_list("the input", options.input.path, list_directory);
}

}  // namespace selfcheck::cli
