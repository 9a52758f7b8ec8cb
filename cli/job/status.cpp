#include "job/status.h"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>

#include "base/failure.h"
#include "base/redact.h"
#include "job/chunk_store.h"
#include "job/number_groups.h"

namespace selfcheck::cli {
namespace {

constexpr double kWindow = 600;
// Seconds that two clocks may differ by: those that are set by the network differ by less, and times are in whole
// seconds.
constexpr Timestamp kSlack = 5;
// No chunk can take longer than this: a result that says so is wrong.
constexpr std::uint64_t kLongestMs = 1000ULL * 365 * kSecondsPerDay;

// One chunk's work: when one thread worked, and on how many numbers.
struct Stretch {
  double start = 0, end = 0;  // seconds since 1970
  double numbers = 0;
};

// Collects the work of all threads of all machines in the ten minutes before the latest result.
class RecentWork {
 public:
  void add(const Stretch& stretch) {
    latest_ = std::max(latest_, stretch.end);
    stretches_.push_back(stretch);
    if (stretches_.size() >= 2 * kept_) forget_older();
  }

  // Returns the rate in numbers a second, or nothing if it can't be told.
  std::optional<double> rate() {
    forget_older();
    if (stretches_.empty()) return std::nullopt;
    double earliest = latest_;
    for (const Stretch& one : stretches_) earliest = std::min(earliest, one.start);
    const double begin = std::max(latest_ - kWindow, earliest);
    double numbers = 0;
    for (const Stretch& one : stretches_) {
      // Of a chunk that was begun before those ten minutes, only the part that lies in them counts.
      const double took = one.end - one.start, within = one.end - std::max(one.start, begin);
      numbers += took > 0 ? one.numbers * within / took : one.numbers;
    }
    constexpr double kShortest = 1;  // seconds: over less, times in whole seconds tell nothing
    if (latest_ - begin < kShortest || numbers <= 0) return std::nullopt;
    return numbers / (latest_ - begin);
  }

 private:
  void forget_older() {
    std::erase_if(stretches_, [this](const Stretch& one) { return one.end < latest_ - kWindow; });
    kept_ = std::max(kept_, stretches_.size());
  }

  double latest_ = 0;
  std::size_t kept_ = 1 << 12;
  std::vector<Stretch> stretches_;
};

std::uint64_t bytes_on_disk(const fs::path& directory) {
  std::uint64_t bytes = 0;
  std::error_code error;
  // Files come and go while other processes work, so errors are ignored.
  for (fs::recursive_directory_iterator entry(directory, error), end; entry != end && !error; entry.increment(error)) {
    struct stat status {};
    constexpr std::uint64_t kBlock = 512;  // stat(2) counts in blocks of this size
    if (lstat(entry->path().c_str(), &status) == 0) bytes += static_cast<std::uint64_t>(status.st_blocks) * kBlock;
  }
  return bytes;
}

}  // namespace

JobStatus job_status(const Job& job, std::uint64_t shards, const Clock& clock) {
  const JobPlan& plan = job.plan;
  const ChunkStore store(job);
  const Timestamp now = clock();
  JobStatus status;
  status.entries = plan.entries();
  status.chunks = plan.chunks();
  std::uint64_t numbers_done = 0, took_ms = 0;
  RecentWork recent;
  for (std::uint64_t i = 0; i < shards; ++i) {
    ShardStatus shard{.shard = {i, shards}};
    for (std::uint64_t group = shard.shard.first_group(plan); group < shard.shard.end_group(plan); ++group) {
      const std::uint64_t first = plan.first_chunk_of(group);
      shard.chunks += plan.chunks_of(group);
      if (!has_numbers(job, group)) shard.has_numbers = false;
      const auto present = store.present(group);
      const auto times = store.times(group);
      for (std::uint64_t c = 0; c < present.size(); ++c) {
        if (!present[c]) continue;
        ++shard.done;
        numbers_done += plan.size_of_chunk(first + c);
        if (!times[c] || times[c]->took_ms > kLongestMs) continue;
        took_ms += times[c]->took_ms;
        if (times[c]->finished > now + kSlack) {
          ++status.from_the_future;
          continue;
        }
        status.latest = std::max(status.latest.value_or(times[c]->finished), times[c]->finished);
        const double end = static_cast<double>(times[c]->finished);
        recent.add({end - static_cast<double>(times[c]->took_ms) / 1000, end,
                    static_cast<double>(plan.size_of_chunk(first + c))});
      }
    }
    status.done += shard.done;
    status.shards.push_back(shard);
  }
  status.core_seconds = took_ms / 1000;
  status.numbers_a_second = recent.rate();
  if (numbers_done == status.entries) {
    status.seconds_left = 0;
  } else if (status.numbers_a_second) {
    const double left = std::ceil(static_cast<double>(status.entries - numbers_done) / *status.numbers_a_second);
    constexpr double kMost = 1e15;
    if (left < kMost) status.seconds_left = static_cast<std::uint64_t>(left);
  }
  status.bytes = bytes_on_disk(job.directory);
  return status;
}

}  // namespace selfcheck::cli
