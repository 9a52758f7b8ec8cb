// The plan of a job.
#include "job/job_plan.h"

#include "base/failure.h"
#include "expect.h"
#include "job/shards.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  JobPlan plan;
  try {
    plan = parse_plan({data, size});
  } catch (const Failure& failure) {
    fuzz::expect_tells_nothing(failure.message(), as_text({data, size}));
    return 0;
  }
  // What is written is a fixed point. What was read may have other white space, another order and unknown members.
  const std::string written = write_plan(plan);
  const JobPlan again = parse_plan(as_bytes(written));
  EXPECT(write_plan(again) == written);
  EXPECT(write_manifest(again.manifest) == write_manifest(plan.manifest) && again.sequence == plan.sequence &&
         again.published == plan.published);
  EXPECT(again.valid_until == plan.valid_until && again.counts.inputs == plan.counts.inputs &&
         again.asked == plan.asked);
  EXPECT(again.counts.rejected_by_reason == plan.counts.rejected_by_reason);

  // Each number is in one chunk, and each chunk in one group and one shard.
  EXPECT(plan.chunk_size * plan.group_chunks <= std::uint64_t{16} * 1024 * 1024);
  if (plan.chunks() > 1000) return 0;
  std::uint64_t numbers = 0, chunks = 0;
  for (std::uint64_t group = 0; group < plan.groups(); ++group) {
    EXPECT(plan.first_chunk_of(group) == chunks);
    std::uint64_t of_group = 0;
    for (std::uint64_t i = 0; i < plan.chunks_of(group); ++i) of_group += plan.size_of_chunk(chunks++);
    EXPECT(of_group == plan.numbers_of(group));
    numbers += of_group;
  }
  EXPECT(chunks == plan.chunks() && numbers == plan.entries());
  for (const std::uint64_t count : {1U, 3U, 7U}) {
    std::uint64_t next = 0;
    for (std::uint64_t index = 0; index < count; ++index) {
      const Shard shard{index, count};
      EXPECT(shard.first_group(plan) == next && shard.end_group(plan) >= next);
      next = shard.end_group(plan);
    }
    EXPECT(next == plan.groups());
  }
  return 0;
}
