#include "job/job_room.h"

#include <sys/stat.h>

#include <algorithm>

#include "files/disk_room.h"
#include "job/number_sorter.h"
#include "plan/job_size.h"

namespace selfcheck::cli {
namespace {

bool on_one_file_system(const fs::path& a, const fs::path& b) {
  struct stat of_a {
  }, of_b{};
  return stat(a.c_str(), &of_a) == 0 && stat(b.c_str(), &of_b) == 0 && of_a.st_dev == of_b.st_dev;
}

// Returns how many bytes the sorted numbers take at least while the plan is made. They are free again once the numbers
// are in the job.
std::uint64_t sorted_on_disk(const JobPlan& plan) {
  constexpr std::uint64_t kMostInMemory = NumberSorter::kPartitions * SorterLimits{}.waiting;
  return (plan.entries() - std::min(plan.entries(), kMostInMemory)) * sizeof(NumberKey);
}

}  // namespace

void fail_without_room_for(const JobPlan& plan, const fs::path& job, const fs::path& list) {
  const Manifest& manifest = plan.manifest;
  const JobSize size = job_size({.entries = plan.entries(),
                                 .rows = plan.counts.accepted,
                                 .layout = {.bits = manifest.bits, .values = manifest.values},
                                 .tags = plan.results_have_tags(),
                                 .hashes = plan.results_have_hashes(),
                                 .known = plan.known,
                                 .chunk_size = plan.chunk_size,
                                 .group_chunks = plan.group_chunks});
  const bool with_list = !list.empty() && on_one_file_system(job, list);
  const std::uint64_t at_last = size.job() + (with_list ? size.list : 0);
  const std::uint64_t bytes = std::max(size.numbers + size.known, at_last - std::min(at_last, sorted_on_disk(plan)));
  const std::uint64_t files = 3 * plan.groups() + (with_list ? manifest.bucket_count() : 0);
  fail_without_room(job, job, with_list ? "the job with its list" : "the job", files, (bytes + files - 1) / files);
}

}  // namespace selfcheck::cli
