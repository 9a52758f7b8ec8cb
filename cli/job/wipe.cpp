#include "job/wipe.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

bool is_number(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

// What it was to be called that was written by a program that was killed (replace_private_file): `.name.XXXXXX` is to
// become `name`.
std::string_view final_name(std::string_view name) {
  constexpr std::size_t kEnding = 1 + 6;
  if (!name.starts_with('.') || name.size() <= 1 + kEnding || name[name.size() - kEnding] != '.') return name;
  return name.substr(1, name.size() - 1 - kEnding);
}

bool is_group_directory(std::string_view name) {
  return name.ends_with(".d") && is_number(name.substr(0, name.size() - 2));
}

struct Entry {
  fs::path path;
  std::string name;
  bool is_directory = false;
};

std::vector<Entry> entries_of(const fs::path& directory) {
  std::vector<Entry> entries;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    const fs::file_status status = at->symlink_status(error);
    if (error) break;
    if (!fs::is_regular_file(status) && !fs::is_directory(status)) {
      throw Failure(ExitCode::rejected, fmt::format("{} is no file that a job has made", shown_path(at->path())),
                    "nothing was wiped; if it is a job's directory, take that out of it");
    }
    entries.push_back({at->path(), at->path().filename().native(), fs::is_directory(status)});
  }
  if (error) throw Failure::from_errno("read " + shown_path(directory), error.value());
  return entries;
}

// All of a job's files, in the order in which they are wiped: the plan last.
class JobFiles {
 public:
  explicit JobFiles(const fs::path& directory) {
    std::vector<fs::path> last;
    for (const Entry& entry : entries_of(directory)) {
      if (!entry.is_directory && final_name(entry.name) == "plan.json") {
        last.push_back(entry.path);
      } else if (!entry.is_directory && (final_name(entry.name) == "seed" || final_name(entry.name) == "published")) {
        files_.push_back(entry.path);
      } else if (entry.is_directory && (entry.name == "numbers" || entry.name == "known" || entry.name == "tags")) {
        add_numbered(entry.path, entry.name == "tags");
      } else if (entry.is_directory && entry.name == "locks") {
        add_any(entry.path, locks_);
      } else if (entry.is_directory && entry.name.starts_with(".prepare-")) {
        add_any(entry.path, files_);
      } else {
        fail_on(entry);
      }
    }
    if (files_.empty() && directories_.empty() && last.empty()) {
      throw Failure(ExitCode::rejected, fmt::format("there is no job in {}", shown_path(directory)),
                    "--job takes the directory that prepare, build or import had");
    }
    files_.insert(files_.end(), last.begin(), last.end());
    directories_.push_back(directory);
  }

  [[nodiscard]] const std::vector<fs::path>& files() const { return files_; }
  [[nodiscard]] const std::vector<fs::path>& locks() const { return locks_; }
  /// Inner ones first.
  [[nodiscard]] const std::vector<fs::path>& directories() const { return directories_; }

 private:
  [[noreturn]] static void fail_on(const Entry& entry) {
    throw Failure(ExitCode::rejected, fmt::format("{} is no file that a job has made", shown_path(entry.path)),
                  "nothing was wiped; if it is a job's directory, take that out of it");
  }

  void add_numbered(const fs::path& directory, bool with_groups) {
    for (const Entry& entry : entries_of(directory)) {
      if (entry.is_directory && with_groups && is_group_directory(entry.name)) {
        add_numbered(entry.path, false);
      } else if (!entry.is_directory && is_number(final_name(entry.name))) {
        files_.push_back(entry.path);
      } else {
        fail_on(entry);
      }
    }
    directories_.push_back(directory);
  }
  void add_any(const fs::path& directory, std::vector<fs::path>& files) {
    for (const Entry& entry : entries_of(directory)) {
      if (entry.is_directory) fail_on(entry);
      files.push_back(entry.path);
    }
    directories_.push_back(directory);
  }

  std::vector<fs::path> files_, locks_, directories_;
};

[[noreturn]] void fail_with_errno(std::string_view action, const fs::path& path) {
  throw Failure::from_errno(fmt::format("{} {}", action, shown_path(path)), errno);
}

void overwrite(const fs::path& path) {
  const UniqueDescriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (!file.valid() || fstat(file.get(), &status) != 0) fail_with_errno("overwrite", path);
  constexpr std::size_t kBlock = 1 << 20;
  static const Bytes kZeros(kBlock);
  for (auto left = static_cast<std::uint64_t>(status.st_size); left > 0;) {
    throw_if_stopped();
    const ssize_t written = write(file.get(), kZeros.data(), std::min<std::uint64_t>(left, kBlock));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_with_errno("overwrite", path);
    left -= static_cast<std::uint64_t>(written);
  }
  if (fsync(file.get()) != 0) fail_with_errno("overwrite", path);
}

}  // namespace

void wipe_job(const fs::path& directory) {
  const JobFiles job(directory);
  std::vector<FileLock> locks;
  for (const fs::path& lock : job.locks()) {
    locks.push_back(FileLock::take(lock, fmt::format("somebody is at work on {}", shown_path(directory))));
  }
  Progress progress("wiping files", job.files().size());
  std::uint64_t wiped = 0;
  for (const fs::path& file : job.files()) {
    throw_if_stopped();
    overwrite(file);
    if (unlink(file.c_str()) != 0) fail_with_errno("remove", file);
    progress.update(++wiped);
  }
  locks.clear();
  for (const fs::path& path : job.directories()) {
    if (rmdir(path.c_str()) != 0) fail_with_errno("remove", path);
  }
  sync_directory(resolved(directory).parent_path());
}

}  // namespace selfcheck::cli
