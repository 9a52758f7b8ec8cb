// The part of an audit that looks at the directory: the files' times, and what lies there besides the list.

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "audit.h"
#include "list_names.h"
#include "redact.h"
#include "selfcheck/list_files.h"
#include "wording.h"

namespace selfcheck::cli {
namespace {

std::optional<Timestamp> modification_time(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_mtim.tv_sec;
}

// Names for a message: the first few, redacted.
std::string some_names(const std::vector<fs::path>& paths) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(paths.size(), kShown); ++i) text += (i == 0 ? "" : ", ") + shown_path(paths[i]);
  if (paths.size() > kShown) text += fmt::format(" and {} more", paths.size() - kShown);
  return text;
}

}  // namespace

void Audit::check_times() {
  const Manifest& m = *manifest_;
  std::uint64_t others = 0;
  const auto look = [&](const fs::path& path) {
    if (const auto time = modification_time(path)) others += *time != m.published ? 1 : 0;
  };
  look(directory_ / kPointerFile);
  look(directory_ / manifest_name_);
  for (std::uint32_t i = 0; i < m.bucket_count(); ++i) look(directory_ / bucket_path(m.root, i));
  if (others == 0) return pass("times", "every file has the edition's date");
  warn("times", fmt::format("{} another date than the edition: ETag and Last-Modified may tell them apart. "
                            "Copy with times (rsync -t, cp -p)",
                            counted(others, "file has", "files have")));
}

void Audit::check_other_files() {
  std::vector<fs::path> foreign;
  std::uint64_t old_editions = 0, unfinished = 0;
  std::error_code error;
  const auto look = [&](const fs::path& directory, const auto& is_known) {
    for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
      if (!is_known(it->path().filename().native())) foreign.push_back(it->path().lexically_relative(directory_));
    }
  };
  look(directory_, [&](const std::string& name) {
    if (is_manifest_name(name)) old_editions += name != manifest_name_ ? 1 : 0;
    if (is_build_directory_name(name)) ++unfinished;
    return name == kPointerFile || name == "buckets" || is_manifest_name(name) || is_build_directory_name(name);
  });
  if (fs::is_directory(directory_ / "buckets", error)) look(directory_ / "buckets", is_root_name);
  if (manifest_ && fs::is_directory(directory_ / bucket_directory(manifest_->root), error)) {
    const Manifest& m = *manifest_;
    look(directory_ / bucket_directory(m.root), [&](const std::string& name) {
      // Among 2^bits names, in the order of their indices: names sort like the numbers they write.
      for (std::uint64_t low = 0, high = m.bucket_count(); low < high;) {
        const std::uint64_t middle = (low + high) / 2;
        const std::string there = bucket_file(static_cast<std::uint32_t>(middle));
        if (there == name) return true;
        if (there < name) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return false;
    });
  }

  // Whatever lies in the directory is published with it: the input, say, or a secret key.
  if (!foreign.empty()) {
    fail("other_files", fmt::format("{} not part of the list and would be published with it: {}",
                                    counted(foreign.size(), "file is", "files are"), some_names(foreign)));
  } else if (unfinished != 0) {
    warn("other_files", "a build was interrupted, or is at work: do not publish .build-* directories");
  } else if (old_editions != 0) {
    pass("other_files", fmt::format("none but {}", counted(old_editions, "older edition", "older editions")));
  } else {
    pass("other_files", "none");
  }
}

}  // namespace selfcheck::cli
