// The directory of a job. It is as sensitive as the input, since it holds every number.
//
//   JOB/plan.json          what is made (job_plan.h); written last by `prepare`: without it there is no job
//   JOB/seed               the dummies' secret seed, 64 hex digits; stays on the machine that assembles
//   JOB/numbers/000000     the numbers of group 0 (number_groups.h)
//   JOB/known/000000       hashes that an earlier job knew, of group 0; only with --base
//   JOB/tags/000000        the results of group 0, all of them (chunk_store.h)
//   JOB/tags/000000.d/17   the result of chunk 17, as long as its group is not complete
//   JOB/published          the hash of the manifest that `assemble` is about to publish, or has
//   JOB/locks/...          who is at work on what
//   JOB/.prepare-XXXXXX    what `prepare` sorts (scratch_file.h), which has this name for a moment only
//
// Directories have the mode 0700, files 0600.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/file_lock.h"
#include "files/files.h"
#include "job/job_plan.h"

namespace selfcheck::cli {

inline constexpr std::string_view kPreparePrefix = ".prepare-";

[[nodiscard]] fs::path plan_path(const fs::path& job);
[[nodiscard]] fs::path seed_path(const fs::path& job);
[[nodiscard]] fs::path published_path(const fs::path& job);
[[nodiscard]] fs::path numbers_path(const fs::path& job, std::uint64_t group);
[[nodiscard]] fs::path known_path(const fs::path& job, std::uint64_t group);
[[nodiscard]] fs::path group_path(const fs::path& job, std::uint64_t group);
[[nodiscard]] fs::path chunk_path(const fs::path& job, std::uint64_t group, std::uint64_t chunk);

/// Returns the name that a file will have once it is written: `.name.XXXXXX`, which replace_private_file is writing or
/// a killed program has left, is to become `name`. Any other name is returned as it is.
[[nodiscard]] std::string_view final_name(std::string_view name);
/// Whether it is a name that a group's or a chunk's file has.
[[nodiscard]] bool is_numbered(std::string_view name);

/// Whether `job` is the directory of a job that was prepared.
[[nodiscard]] bool has_plan(const fs::path& job);

/// A job that was prepared, with its plan.
struct Job {
  fs::path directory;
  JobPlan plan;
  PlanId id;
};
/// Reads the job's plan. Throws a Failure if there is none (`prepare` makes it), or if it is damaged or another
/// version's. Warns if others than its owner can enter the directory.
[[nodiscard]] Job open_job(const fs::path& directory);

/// Keeps other processes from the same piece of work, also on other machines (file_lock.h). `work` is a file name:
/// `prepare`, `shard-3-of-8`, `group-17`, `assemble`. If another process has the work, it throws a Failure that says
/// which one, with `doing` before the directory: `another process is preparing the job in`.
[[nodiscard]] FileLock lock_work(const fs::path& job, const std::string& work, const std::string& doing);

}  // namespace selfcheck::cli
