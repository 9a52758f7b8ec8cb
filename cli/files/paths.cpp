#include "files/paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <list>

#include "base/failure.h"
#include "base/redact.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {
namespace {

constexpr int kMaxLinks = 40;  // Linux's own limit

[[noreturn]] void fail_to_follow(const fs::path& path, int error_number) {
  throw Failure::from_errno(fmt::format("follow the path {}", shown_path(path)), error_number);
}

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

bool leads_to_directory(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

// Whether `matches` is true of `path`, or of a directory above it.
template <typename Predicate>
bool any_level(fs::path path, Predicate matches) {
  while (true) {
    if (matches(path)) return true;
    if (path == path.parent_path()) return false;
    path = path.parent_path();
  }
}

}  // namespace

fs::path resolved(const fs::path& path) {
  const fs::path start = fs::absolute(path);
  std::list<fs::path> rest(start.begin(), start.end());
  fs::path done;
  int links = 0;
  while (!rest.empty()) {
    const fs::path name = std::move(rest.front());
    rest.pop_front();
    if (name.empty() || name == ".") continue;
    if (name.is_absolute()) {
      done = name;
      continue;
    }
    if (name == "..") {
      if (!leads_to_directory(done)) fail_to_follow(path, is_there(done) ? ENOTDIR : ENOENT);
      done = done.parent_path();
      continue;
    }
    std::error_code error;
    const fs::path next = done / name;
    if (!fs::is_symlink(fs::symlink_status(next, error))) {
      done = next;
      continue;
    }
    if (++links > kMaxLinks) fail_to_follow(path, ELOOP);
    const fs::path target = fs::read_symlink(next, error);
    if (error) fail_to_follow(path, error.value());
    rest.insert(rest.begin(), target.begin(), target.end());
  }
  return done;
}

fs::path with_resolved_parent(const fs::path& path) {
  fs::path named = fs::absolute(path);
  while (!named.has_filename() && named.has_relative_path()) named = named.parent_path();  // takes off a final slash
  const fs::path name = named.filename();
  if (name.empty() || name == "." || name == "..") return resolved(named);
  return resolved(named.parent_path()) / name;
}

bool is_inside(const fs::path& path, const fs::path& directory) {
  const fs::path real_directory = resolved(directory);
  const auto is_directory = [&](const fs::path& level) {
    std::error_code ignored;
    // The directory may have another name, too: by a bind mount, or in upper or lower case if the file system takes the
    // two for the same.
    return level == real_directory || fs::equivalent(level, real_directory, ignored);
  };
  return any_level(resolved(path), is_directory) || any_level(with_resolved_parent(path), is_directory);
}

bool is_inside_some_list(const fs::path& path) {
  const auto is_list = [](const fs::path& level) { return is_there(level / kPointerFile); };
  return any_level(resolved(path).parent_path(), is_list) ||
         any_level(with_resolved_parent(path).parent_path(), is_list);
}

}  // namespace selfcheck::cli
