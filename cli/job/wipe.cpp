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

bool is_group_directory(std::string_view name) {
  return name.ends_with(".d") && is_numbered(name.substr(0, name.size() - 2));
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

// Finds all files of a job, and refuses a directory that holds anything else.
class JobFiles {
 public:
  explicit JobFiles(const fs::path& directory) {
    for (const Entry& entry : entries_of(directory)) {
      if (!entry.is_directory && final_name(entry.name) == "plan.json") {
        plans_.push_back(entry.path);
      } else if (!entry.is_directory && final_name(entry.name) == "published") {
        published_.push_back(entry.path);
      } else if (!entry.is_directory && final_name(entry.name) == "seed") {
        secrets_.push_back(entry.path);
      } else if (entry.is_directory && (entry.name == "numbers" || entry.name == "known" || entry.name == "tags")) {
        add_numbered(entry.path, entry.name == "tags");
      } else if (entry.is_directory && entry.name == "locks") {
        add_any(entry.path, locks_);
        locks_folder_ = entry.path;
      } else if (entry.is_directory && entry.name.starts_with(".prepare-")) {
        add_any(entry.path, secrets_);
        folders_.push_back(entry.path);
      } else {
        fail_on(entry);
      }
    }
    if (secrets_.empty() && folders_.empty() && locks_folder_.empty() && plans_.empty() && published_.empty()) {
      throw Failure(ExitCode::rejected, fmt::format("there is no job in {}", shown_path(directory)),
                    "--job takes the directory that prepare, build or import had");
    }
  }

  [[nodiscard]] const std::vector<fs::path>& secrets() const { return secrets_; }
  /// The folders that these files are in, inner ones first.
  [[nodiscard]] const std::vector<fs::path>& folders() const { return folders_; }
  /// The plan, and files that were about to become the plan.
  [[nodiscard]] const std::vector<fs::path>& plans() const { return plans_; }
  [[nodiscard]] const std::vector<fs::path>& published() const { return published_; }
  [[nodiscard]] const std::vector<fs::path>& locks() const { return locks_; }
  /// The folder of the locks; empty if there is none.
  [[nodiscard]] const fs::path& locks_folder() const { return locks_folder_; }

 private:
  [[noreturn]] static void fail_on(const Entry& entry) {
    throw Failure(ExitCode::rejected, fmt::format("{} is no file that a job has made", shown_path(entry.path)),
                  "nothing was wiped; if it is a job's directory, take that out of it");
  }

  void add_numbered(const fs::path& directory, bool with_groups) {
    for (const Entry& entry : entries_of(directory)) {
      if (entry.is_directory && with_groups && is_group_directory(entry.name)) {
        add_numbered(entry.path, false);
      } else if (!entry.is_directory && is_numbered(final_name(entry.name))) {
        secrets_.push_back(entry.path);
      } else {
        fail_on(entry);
      }
    }
    folders_.push_back(directory);
  }
  static void add_any(const fs::path& directory, std::vector<fs::path>& files) {
    for (const Entry& entry : entries_of(directory)) {
      if (entry.is_directory) fail_on(entry);
      files.push_back(entry.path);
    }
  }

  std::vector<fs::path> secrets_, folders_, plans_, published_, locks_;
  fs::path locks_folder_;
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

void wipe(const fs::path& file) {
  throw_if_stopped();
  overwrite(file);
  if (unlink(file.c_str()) != 0) fail_with_errno("remove", file);
}

void remove_folder(const fs::path& folder) {
  if (rmdir(folder.c_str()) != 0) fail_with_errno("remove", folder);
}

}  // namespace

// The plan and the note of what was published stay until all that is secret is gone, so that whoever finds the job
// after a kill can tell that it was assembled. A plan that is half overwritten would no longer be found.
void wipe_job(const fs::path& directory) {
  const JobFiles job(directory);
  std::vector<FileLock> locks;
  for (const fs::path& lock : job.locks()) {
    locks.push_back(FileLock::take(lock, fmt::format("somebody is at work on {}", shown_path(directory))));
  }
  Progress progress("wiping files", job.secrets().size());
  std::uint64_t wiped = 0;
  for (const fs::path& file : job.secrets()) {
    wipe(file);
    progress.update(++wiped);
  }
  for (const fs::path& folder : job.folders()) remove_folder(folder);
  sync_directory(directory);  // the plan may not go before them, also if the power does
  for (fs::path plan : job.plans()) {
    if (plan == plan_path(directory)) {
      const fs::path going = directory / fmt::format(".{}.wiping", plan.filename().native());
      rename_or_fail(plan, going);
      sync_directory(directory);  // or a power cut could give the plan its name back when it has been overwritten
      plan = going;
    }
    wipe(plan);
  }
  sync_directory(directory);
  for (const fs::path& file : job.published()) wipe(file);
  locks.clear();
  if (!job.locks_folder().empty()) remove_folder(job.locks_folder());
  remove_folder(directory);
  sync_directory(resolved(directory).parent_path());
}

}  // namespace selfcheck::cli
