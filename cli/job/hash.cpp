#include "job/hash.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "hashing/hashing.h"
#include "hashing/hashing_threads.h"
#include "job/chunk_store.h"
#include "job/number_groups.h"
#include "terminal/progress.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

WorkerId random_worker_id() {
  WorkerId id{};
  randombytes_buf(id.data(), id.size());
  return id;
}

// The numbers of a group, with a checksum of each chunk's numbers that was made when they were read.
struct Group {
  Numbers numbers;
  KnownHashes known;
  std::vector<Digest> checksums;
};

ChunkNumbers chunk_of(const JobPlan& plan, const Group& group, std::uint64_t chunk) {
  const std::uint64_t first = chunk % plan.group_chunks * plan.chunk_size;
  ChunkNumbers numbers;
  numbers.keys = std::span(group.numbers).subspan(first, plan.size_of_chunk(chunk));
  if (!group.known.empty()) {
    numbers.known = [&group, first](std::size_t i) -> const ByteArray<32>* {
      const auto at = std::lower_bound(group.known.begin(), group.known.end(), first + i,
                                       [](const KnownHash& known, std::uint64_t p) { return known.position < p; });
      return at != group.known.end() && at->position == first + i ? &at->hash : nullptr;
    };
  }
  return numbers;
}

// Holds the numbers of the groups that threads are hashing. A group's numbers are read once for all threads, and leave
// memory when no thread has any of them and another group was read.
class Groups {
 public:
  explicit Groups(const Job& job) : job_(job) {}

  ChunkNumbers numbers(std::uint64_t chunk) {
    const std::uint64_t index = chunk / job_.plan.group_chunks;
    const auto group = of(index);
    ChunkNumbers numbers = chunk_of(job_.plan, *group, chunk);
    numbers.checksum = group->checksums[chunk - job_.plan.first_chunk_of(index)];
    numbers.owner = group;
    return numbers;
  }

 private:
  std::shared_ptr<const Group> of(std::uint64_t index) {
    const std::lock_guard lock(mutex_);
    if (last_ && last_index_ == index) return last_;
    if (auto present = older_[index].lock()) return present;
    const auto group = std::make_shared<Group>();
    group->numbers = read_numbers(job_, index);
    group->known = read_known(job_, index);
    const std::uint64_t first = job_.plan.first_chunk_of(index);
    for (std::uint64_t i = 0; i < job_.plan.chunks_of(index); ++i) {
      group->checksums.push_back(checksum_of(chunk_of(job_.plan, *group, first + i)));
    }
    std::erase_if(older_, [](const auto& entry) { return entry.second.expired(); });
    older_[index] = last_ = group;
    last_index_ = index;
    return group;
  }

  const Job& job_;
  std::mutex mutex_;
  std::shared_ptr<const Group> last_;
  std::uint64_t last_index_ = 0;
  std::map<std::uint64_t, std::weak_ptr<const Group>> older_;
};

// The work of one process on one shard.
class ShardWork {
 public:
  ShardWork(const Job& job, Shard shard, const Clock& clock)
      : job_(job), shard_(shard), clock_(clock), store_(job), worker_(random_worker_id()), groups_(job) {}

  // Looks at the results that are there, removes those that can't be used, and finds what is left to do.
  void look() {
    const std::uint64_t first = shard_.first_group(job_.plan), end = shard_.end_group(job_.plan);
    for (std::uint64_t group = first; group < end; ++group) report_.chunks += job_.plan.chunks_of(group);
    Progress progress("comparing the checksums of results", report_.chunks);
    std::map<SealedProblem, std::uint64_t> problems;
    for (std::uint64_t group = first; group < end; ++group) {
      progress.update(report_.done_before + work_.chunks.size());
      look_at(group, problems);
    }
    progress.hide();
    remove_unusable();
    for (const auto& [problem, chunks] : problems) {
      print_warning(fmt::format("{} can't be used, and {} hashed again: {}", counted(chunks, "result", "results"),
                                chunks == 1 ? "is" : "are", describe(problem)));
    }
  }

  // Hashes what is left with at most so many threads; 0 is as many as the machine carries.
  void hash(unsigned threads) {
    const auto start = std::chrono::steady_clock::now();
    fail_without_numbers();
    work_.threads = hashing_threads(threads, job_.plan.manifest.argon2.mem_kib);
    work_.keep_hashes = job_.plan.keep_hashes;
    hash_chunks(
        work_, job_.plan.manifest, [this](std::uint64_t chunk) { return numbers_of(chunk); },
        [this](HashedChunk chunk) { take(std::move(chunk)); });
    report_.threads = work_.threads;
    report_.done_before += finished_meanwhile_;
    report_.hashed = hashed_;
    report_.known = known_;
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  [[nodiscard]] bool is_done() const { return work_.chunks.empty(); }
  [[nodiscard]] const HashReport& report() const { return report_; }

 private:
  void look_at(std::uint64_t group, std::map<SealedProblem, std::uint64_t>& problems) {
    const std::uint64_t first = job_.plan.first_chunk_of(group), count = job_.plan.chunks_of(group);
    const auto present = store_.present(group);
    std::uint64_t missing = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      throw_if_stopped();
      const auto result = present[i] ? store_.read(first + i) : tl::unexpected(SealedProblem::missing);
      if (result) {
        ++report_.done_before;
        continue;
      }
      if (result.error() == SealedProblem::unreadable) fail_unreadable(first + i);
      if (result.error() != SealedProblem::missing) {
        ++problems[result.error()];
        ++report_.damaged;
        unusable_[group].push_back(first + i);
      }
      ++missing;
      work_.chunks.push_back(first + i);
      work_.numbers += job_.plan.size_of_chunk(first + i);
    }
    if (missing == 0) {
      if (!store_.is_joined(group)) store_.join(group);  // who finished it was killed before that
    } else {
      left_[group] = missing;
    }
  }

  // A result that can't be read is not removed: it may be good once the disk or the network file system answers again.
  [[noreturn]] void fail_unreadable(std::uint64_t chunk) const {
    throw Failure(ExitCode::system,
                  fmt::format("the result of chunk {} in {} can't be read", chunk, shown_path(job_.directory)),
                  "nothing was removed; once it can be read, the same command goes on");
  }

  // Results are removed only if the numbers are there and are this plan's: if the plan was changed, all results look
  // like another job's.
  void remove_unusable() const {
    for (const auto& [group, chunks] : unusable_) static_cast<void>(read_numbers(job_, group));
    for (const auto& [group, chunks] : unusable_) {
      for (const std::uint64_t chunk : chunks) store_.remove(chunk);
    }
  }

  // Finds missing numbers before anything is hashed, and not hours later.
  void fail_without_numbers() const {
    for (const auto& [group, left] : left_) {
      if (has_numbers(job_, group)) continue;
      throw Failure(
          ExitCode::system,
          fmt::format("the numbers of shard {} are not all in {}", shard_.name(), shown_path(job_.directory)),
          fmt::format("where the job was prepared: selfcheck job export --job DIR --shard {} --to FILE; here: "
                      "selfcheck job import FILE --job DIR",
                      shard_.name()));
    }
  }

  std::optional<ChunkNumbers> numbers_of(std::uint64_t chunk) {
    // The chunk may have been finished meanwhile, by a process that cuts the job into other shards, or by an import.
    const std::uint64_t group = chunk / job_.plan.group_chunks;
    if (store_.has(chunk)) {
      ++finished_meanwhile_;
      finish_one_of(group);
      return std::nullopt;
    }
    return groups_.numbers(chunk);
  }

  void take(HashedChunk chunk) {
    const std::uint64_t numbers = job_.plan.size_of_chunk(chunk.chunk);
    try {
      store_.write(chunk.chunk, {.canary = chunk.canary,
                                 .worker = worker_,
                                 .finished = clock_(),
                                 .took_ms = chunk.took_ms,
                                 .tags = std::move(chunk.tags),
                                 .hashes = std::move(chunk.hashes)});
      finish_one_of(chunk.chunk / job_.plan.group_chunks);
    } catch (const Failure& failure) {
      if (!failure.hint().empty() || failure.status() != exit_status(ExitCode::system)) throw;
      throw Failure(ExitCode::system, failure.message(),
                    "what was finished is kept; once the directory can be written to, the same command goes on");
    }
    hashed_ += numbers - chunk.known;
    known_ += chunk.known;
  }

  void finish_one_of(std::uint64_t group) {
    {
      const std::lock_guard lock(mutex_);
      if (--left_.at(group) != 0) return;
    }
    store_.join(group);
  }

  const Job& job_;
  Shard shard_;
  const Clock& clock_;
  ChunkStore store_;
  WorkerId worker_;
  Groups groups_;
  ChunkHashing work_;
  HashReport report_;
  std::mutex mutex_;
  std::map<std::uint64_t, std::vector<std::uint64_t>> unusable_;  // chunks whose result can't be used, by group
  std::map<std::uint64_t, std::uint64_t> left_;  // how many chunks are left to do, by group, if any are
  std::atomic<std::uint64_t> hashed_{0}, known_{0}, finished_meanwhile_{0};
};

}  // namespace

HashReport hash_shard(const Job& job, Shard shard, unsigned threads, const Clock& clock) {
  const FileLock locked = lock_work(job.directory, fmt::format("shard-{}-of-{}", shard.index, shard.count),
                                    fmt::format("another process is hashing shard {} of the job in", shard.name()));
  ShardWork work(job, shard, clock);
  work.look();
  if (!work.is_done()) work.hash(threads);
  return work.report();
}

}  // namespace selfcheck::cli
