#include "job/transfer.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "base/redact.h"
#include "job/chunk_store.h"
#include "job/number_groups.h"
#include "job/sealed_record.h"
#include "job/transfer_file.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

// Returns where a file may be exported to. Throws a Failure for a place where it would be published, or taken for a
// part of the job.
const fs::path& allowed(const Job& job, const fs::path& to) {
  if (is_inside_some_list(to))
    throw Failure(ExitCode::usage, "--to lies in a list's directory, which is for everybody");
  if (is_inside(to, job.directory)) throw Failure(ExitCode::usage, "--to lies in the job's own directory");
  return to;
}

Failure unusable(const std::string& what, SealedProblem problem) {
  return {ExitCode::system, fmt::format("{} can't be used: {}", what, describe(problem))};
}

// Throws a Failure if a part of an imported file has an index that no file of the job has: there are `count` of them.
void fail_unless_of_plan(const TransferReader& file, const TransferPart& part, std::uint64_t count) {
  if (part.name.index >= count) throw file.damaged("a part of it is none that this job has");
}

// Throws a Failure if the directory holds anything: a job that is made by importing it needs an empty one.
void fail_unless_free(const fs::path& directory) {
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    // An import that was killed at its very start leaves these.
    const std::string name = at->path().filename();
    if (name == "locks" || final_name(name) == plan_path({}).filename()) continue;
    throw Failure(ExitCode::rejected, fmt::format("{} is not empty, and holds no job", shown_path(directory)),
                  "name a new directory");
  }
}

Job job_for_work(const TransferReader& file, const fs::path& directory) {
  const ByteSpan plan = file.plan_json();
  if (plan_id(plan) != file.begin().plan) throw file.damaged("its plan is another than it says");
  if (!has_plan(directory)) {
    static_cast<void>(parse_plan(plan));  // throws before anything is written if it is no plan of this version
    replace_private_file(plan_path(directory), {plan});
  }
  return open_job(directory);
}

void fail_unless_same_job(const TransferReader& file, const Job& job) {
  if (file.begin().plan == job.id) return;
  throw Failure(ExitCode::rejected,
                fmt::format("{} is a part of another job than the one in {}", file.shown(), shown_path(job.directory)),
                "each job takes what was exported from it, and from what it was imported to");
}

// Takes over the numbers of one group, or what is known of them.
void take_work(const Job& job, const TransferReader& file, const TransferPart& part, Transferred& taken) {
  if (part.name.kind != SealedKind::numbers && part.name.kind != SealedKind::known) {
    throw file.damaged("a part of it is no numbers");
  }
  fail_unless_of_plan(file, part, job.plan.groups());
  const bool numbers = part.name.kind == SealedKind::numbers;
  const fs::path path = (numbers ? numbers_path : known_path)(job.directory, part.name.index);
  const ByteSpan content = part.content();
  auto present = read_sealed(path, part.name);
  const bool same = present && std::ranges::equal(*present, content);
  if (present) sodium_memzero(present->data(), present->size());
  if (present && !same) {
    throw machine_fault(
        fmt::format("the numbers of group {} are others than those that are here, and one of the two is "
                    "wrong",
                    part.name.index));
  }
  if (present) {
    ++taken.already;
  } else {
    make_private_directories(path.parent_path());
    write_sealed(path, part.name, content);
    if (numbers) ++taken.groups;
  }
}

// Takes over results, which come in the order of chunks. Those of a group are added together, so that a thousand
// million numbers are thirty thousand files to wait for and not eight million.
class TakenResults {
 public:
  TakenResults(const Job& job, Transferred& taken) : job_(job), store_(job), taken_(taken) {}

  void add(TransferPart part) {
    const std::uint64_t group = part.name.index / job_.plan.group_chunks;
    if (!chunks_.empty() && (group != group_ || chunks_.back().chunk() >= part.name.index)) flush();
    group_ = group;
    chunks_.emplace_back(part.name.index, std::move(part.sealed));
  }
  void flush() {
    if (chunks_.empty()) return;
    const std::uint64_t count = chunks_.size(), added = store_.add(group_, std::exchange(chunks_, {}));
    taken_.chunks += added;
    taken_.already += count - added;
  }

 private:
  const Job& job_;
  ChunkStore store_;
  Transferred& taken_;
  std::uint64_t group_ = 0;
  std::vector<SealedChunk> chunks_;
};

// Returns more bytes than any part of a group takes, which has 8 bytes for a number, or 40 with its hash.
std::uint64_t most_bytes(const JobPlan& plan) {
  constexpr std::uint64_t kEach = 48, kOther = 4096;
  return plan.chunk_size * plan.group_chunks * kEach + kOther;
}

}  // namespace

Transferred export_work(const Job& job, Shard shard, const fs::path& to) {
  Bytes plan = read_file_or_fail(plan_path(job.directory), kMaxPlanSize);
  if (plan_id(plan) != job.id) throw Failure(ExitCode::system, "the plan was changed meanwhile");
  TransferWriter file(allowed(job, to), SealedKind::work, job.id, plan);
  Transferred written;
  const std::uint64_t first = shard.first_group(job.plan), end = shard.end_group(job.plan);
  Progress progress("exporting groups of numbers", end - first);
  for (std::uint64_t group = first; group < end; ++group) {
    for (const SealedKind kind : {SealedKind::numbers, SealedKind::known}) {
      if (kind == SealedKind::known && !job.plan.has_base) continue;
      const SealedName name{kind, job.id, group};
      const bool numbers = kind == SealedKind::numbers;
      auto content = read_sealed((numbers ? numbers_path : known_path)(job.directory, group), name);
      if (!content) throw unusable(fmt::format("the file of numbers of group {}", group), content.error());
      Bytes sealed = seal(name, *content);
      file.add(sealed);
      sodium_memzero(sealed.data(), sealed.size());
      sodium_memzero(content->data(), content->size());
    }
    ++written.groups;
    progress.update(written.groups);
  }
  file.finish();
  return written;
}

Transferred export_results(const Job& job, Shard shard, const fs::path& to) {
  TransferWriter file(allowed(job, to), SealedKind::results, job.id, {});
  const ChunkStore store(job);
  Transferred written;
  const std::uint64_t first = shard.first_group(job.plan), end = shard.end_group(job.plan);
  Progress progress("exporting results", 0);
  for (std::uint64_t group = first; group < end; ++group) {
    const std::uint64_t first_chunk = job.plan.first_chunk_of(group);
    const auto present = store.present(group);
    for (std::uint64_t i = 0; i < present.size(); ++i) {
      if (!present[i]) continue;
      const auto chunk = store.read_sealed(first_chunk + i);
      if (!chunk) {
        throw Failure(ExitCode::system,
                      fmt::format("the result of chunk {} can't be used: {}", first_chunk + i, describe(chunk.error())),
                      chunk.error() == SealedProblem::unreadable ? "once it can be read, the same command goes on"
                                                                 : "selfcheck job hash removes it, and makes it again");
      }
      file.add(chunk->file());
      ++written.chunks;
      progress.update(written.chunks);
    }
  }
  file.finish();
  return written;
}

Transferred import_file(const fs::path& path, const fs::path& directory) {
  TransferReader file(path);
  const bool work = file.begin().kind == SealedKind::work;
  if (is_inside_some_list(directory)) {
    throw Failure(ExitCode::usage, "--job lies in a list's directory, which is for everybody");
  }
  if (!has_plan(directory)) {
    if (!work) {
      throw Failure(ExitCode::rejected, fmt::format("there is no job in {}", shown_path(directory)),
                    "results are imported where the job was prepared, or where its numbers were imported");
    }
    fail_unless_free(directory);
    make_private_directories(directory);
  }
  const FileLock locked = lock_work(directory, "import", "another import is at work in");
  const Job job = work ? job_for_work(file, directory) : open_job(directory);
  fail_unless_same_job(file, job);

  Transferred taken;
  TakenResults results(job, taken);
  Progress progress("importing", 0);
  try {
    while (auto part = file.next(most_bytes(job.plan))) {
      if (work) {
        take_work(job, file, *part, taken);
      } else {
        if (part->name.kind != SealedKind::chunk) throw file.damaged("a part of it is no result");
        fail_unless_of_plan(file, *part, job.plan.chunks());
        results.add(*std::move(part));
      }
      progress.update(taken.groups + taken.chunks + taken.already);
    }
  } catch (const Failure&) {
    results.flush();
    throw;
  }
  results.flush();
  return taken;
}

}  // namespace selfcheck::cli
