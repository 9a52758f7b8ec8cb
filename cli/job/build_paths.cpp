#include "job/build_paths.h"

#include <fmt/format.h>

#include <cerrno>

#include "base/failure.h"
#include "base/redact.h"

namespace selfcheck::cli {
namespace {

bool is_inside_a_list(const fs::path& path, const fs::path& list_directory) {
  return (!list_directory.empty() && is_inside(path, list_directory)) || is_inside_some_list(path);
}

}  // namespace

fs::path list_directory(const fs::path& out) {
  fs::path directory = with_resolved_parent(out);
  std::error_code error;
  if (const auto there = fs::status(directory, error); fs::exists(there) && !fs::is_directory(there)) {
    throw Failure::from_errno(fmt::format("make the directory {}", shown_path(directory)), EEXIST);
  }
  if (is_inside_some_list(directory)) {
    throw Failure(ExitCode::usage, "--out lies in another list's directory", "lists stand beside each other");
  }
  return directory;
}

void fail_on_misplaced(const std::vector<NamedPath>& paths, const fs::path& list_directory) {
  for (const auto& [name, path] : paths) {
    if (path.empty() || path == "-" || !is_inside_a_list(path, list_directory)) continue;
    throw Failure(ExitCode::usage, fmt::format("{} lies in a list's directory, which is for everybody", name));
  }
}

fs::path pins_path(const fs::path& pin_out, const fs::path& list_directory) {
  fs::path path = pin_out.empty() ? fs::path(list_directory.native() + ".pin.json") : pin_out;
  if (is_inside_a_list(path, list_directory)) {
    throw Failure(ExitCode::usage, "the pin can't lie in a list's directory",
                  "whoever could change the list there could change the pin with it: choose another --pin-out");
  }
  // The folder beside the list's directory is made with that.
  const fs::path folder = resolved(path).parent_path();
  if (std::error_code error; !pin_out.empty() && !fs::is_directory(folder, error)) {
    throw Failure(ExitCode::system, fmt::format("there is no folder {} for the pin", shown_path(folder)));
  }
  return path;
}

fs::path default_job_directory(const fs::path& list_directory) { return list_directory.native() + ".job"; }

}  // namespace selfcheck::cli
