#include "edition/edition_paths.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "base/failure.h"
#include "base/redact.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {

fs::path list_directory(std::string_view option, const fs::path& typed) {
  fs::path directory = with_resolved_parent(typed);
  std::error_code error;
  if (const auto there = fs::status(directory, error); fs::exists(there) && !fs::is_directory(there)) {
    throw Failure::from_errno(fmt::format("make the directory {}", shown_path(directory)), EEXIST);
  }
  if (is_inside_some_list(directory)) {
    throw Failure(ExitCode::usage, fmt::format("{} lies in another list's directory", option),
                  "lists stand beside each other");
  }
  return directory;
}

void fail_unless_a_list(const fs::path& path) {
  std::error_code error;
  const auto there = fs::status(path, error);
  if (!fs::exists(there)) {
    throw Failure::from_errno("read " + shown_path(path), error ? error.value() : ENOENT);
  }
  if (!fs::is_directory(there)) throw Failure::from_errno("read " + shown_path(path), ENOTDIR);
  if (fs::exists(path / kPointerFile, error)) return;
  if (error) throw Failure::from_errno("read " + shown_path(path / kPointerFile), error.value());
  throw Failure(ExitCode::rejected, fmt::format("there is no {} in {}", kPointerFile, shown_path(path)),
                "a list's directory is wanted; if this is one, put that file back, from the web server or a backup");
}

bool is_inside_a_list(const fs::path& path, const fs::path& list_directory) {
  return (!list_directory.empty() && is_inside(path, list_directory)) || is_inside_some_list(path);
}

void fail_if_in_a_list(std::string_view name, const fs::path& path, const fs::path& list_directory) {
  if (path.empty() || path == "-" || !is_inside_a_list(path, list_directory)) return;
  throw Failure(ExitCode::usage, fmt::format("{} lies in a list's directory, which is for everybody", name));
}

}  // namespace selfcheck::cli
