#include "job/build_paths.h"

#include <fmt/format.h>

#include <cerrno>
#include <string_view>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/redact.h"

namespace selfcheck::cli {
namespace {

bool is_inside_a_list(const fs::path& path, const fs::path& list_directory) {
  return is_inside(path, list_directory) || is_inside_some_list(path);
}

}  // namespace

fs::path list_directory(const BuildOptions& options) {
  fs::path directory = with_resolved_parent(options.out);
  std::error_code error;
  if (const auto there = fs::status(directory, error); fs::exists(there) && !fs::is_directory(there)) {
    throw Failure::from_errno(fmt::format("make the directory {}", shown_path(directory)), EEXIST);
  }
  if (is_inside_some_list(directory)) {
    throw Failure(ExitCode::usage, "--out lies in another list's directory", "lists stand beside each other");
  }
  return directory;
}

void fail_on_misplaced(const BuildOptions& options, const fs::path& list_directory) {
  std::vector<std::pair<std::string_view, fs::path>> files{{"--seed", options.seed},
                                                           {"--rejects", options.rejects.file},
                                                           {"--secret-key", options.secret_key},
                                                           {"--password-file", options.password.file}};
  for (const std::string& path : options.input.paths) files.emplace_back("the input", path);
  for (const auto& [name, path] : files) {
    if (path.empty() || path == kStandardInput || !is_inside_a_list(path, list_directory)) continue;
    throw Failure(ExitCode::usage, fmt::format("{} lies in a list's directory, which is for everybody", name));
  }
}

fs::path pins_path(const BuildOptions& options, const fs::path& list_directory) {
  fs::path path = options.pin_out.empty() ? fs::path(list_directory.native() + ".pin.json") : options.pin_out;
  if (is_inside_a_list(path, list_directory)) {
    throw Failure(ExitCode::usage, "the pin can't lie in a list's directory",
                  "whoever could change the list there could change the pin with it: choose another --pin-out");
  }
  // The folder beside the list's directory is made with that.
  const fs::path folder = resolved(path).parent_path();
  if (std::error_code error; !options.pin_out.empty() && !fs::is_directory(folder, error)) {
    throw Failure(ExitCode::system, fmt::format("there is no folder {} for the pin", shown_path(folder)));
  }
  return path;
}

}  // namespace selfcheck::cli
