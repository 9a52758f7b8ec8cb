#include "job/job_directory.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/failure.h"
#include "base/redact.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kPlanFile = "plan.json";

std::string group_name(std::uint64_t group) { return fmt::format("{:06}", group); }

void warn_if_others_can_enter(const fs::path& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0 || (status.st_mode & 077) == 0) return;
  print_warning(fmt::format("others than its owner can enter the job {}, which holds every number: chmod 700",
                            shown_path(directory)));
}

}  // namespace

fs::path plan_path(const fs::path& job) { return job / kPlanFile; }
fs::path seed_path(const fs::path& job) { return job / "seed"; }
fs::path numbers_path(const fs::path& job, std::uint64_t group) { return job / "numbers" / group_name(group); }
fs::path known_path(const fs::path& job, std::uint64_t group) { return job / "known" / group_name(group); }
fs::path published_path(const fs::path& job) { return job / "published"; }
fs::path group_path(const fs::path& job, std::uint64_t group) { return job / "tags" / group_name(group); }
fs::path chunk_path(const fs::path& job, std::uint64_t group, std::uint64_t chunk) {
  return job / "tags" / (group_name(group) + ".d") / std::to_string(chunk);
}

std::string_view final_name(std::string_view name) {
  constexpr std::size_t kEnding = 1 + 6;
  if (!name.starts_with('.') || name.size() <= 1 + kEnding || name[name.size() - kEnding] != '.') return name;
  return name.substr(1, name.size() - 1 - kEnding);
}

bool is_numbered(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

bool has_plan(const fs::path& job) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(plan_path(job), ignored));
}

Job open_job(const fs::path& directory) {
  if (!has_plan(directory)) {
    throw Failure(ExitCode::rejected, fmt::format("there is no job in {}", shown_path(directory)),
                  "selfcheck job prepare makes one, and selfcheck job import one from another machine's file");
  }
  const Bytes text = read_file_or_fail(plan_path(directory), kMaxPlanSize);
  warn_if_others_can_enter(directory);
  return {.directory = directory, .plan = parse_plan(text), .id = plan_id(text)};
}

FileLock lock_work(const fs::path& job, const std::string& work, const std::string& doing) {
  const fs::path locks = job / "locks";
  make_private_directories(locks);
  return FileLock::take(locks / work, fmt::format("{} {}", doing, shown_path(job)), kPrivateFile);
}

}  // namespace selfcheck::cli
