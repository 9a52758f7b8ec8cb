// What the program tells about a job while it is hashed, also if clocks are wrong.
#include <gtest/gtest.h>

#include "job/status.h"
#include "job_fixture.h"

namespace selfcheck::cli {
namespace {

constexpr Timestamp kNow = 1'780'001'000;

class JobStatusTest : public TestDirectory {
 protected:
  JobStatus status(Timestamp now = kNow, std::uint64_t shards = 1) const {
    return job_status(job_, shards, [now] { return now; });
  }
  void finish(std::uint64_t chunk, Timestamp finished, std::uint64_t took_ms) const {
    store_.write(chunk, made_up(job_, chunk, finished, took_ms));
  }

  Job job_ = make_job(root_ / "job");
  ChunkStore store_{job_};
};

TEST_F(JobStatusTest, NothingDoneYet) {
  const JobStatus none = status();
  EXPECT_EQ(none.entries, kTestNumbers);
  EXPECT_EQ(none.chunks, 10U);
  EXPECT_EQ(none.done, 0U);
  EXPECT_FALSE(none.latest);
  EXPECT_FALSE(none.numbers_a_second);
  EXPECT_FALSE(none.seconds_left);
  EXPECT_GT(none.bytes, 0U);
}

TEST_F(JobStatusTest, TheRateIsThatOfAllThreads) {
  // Each of two threads hashes four numbers in ten seconds.
  finish(0, kNow - 20, 10'000);
  finish(1, kNow - 20, 10'000);
  finish(2, kNow - 10, 10'000);
  finish(3, kNow - 10, 10'000);
  store_.join(0);
  const JobStatus half = status();
  EXPECT_EQ(half.done, 4U);
  EXPECT_EQ(half.core_seconds, 40U);
  EXPECT_EQ(half.latest, kNow - 10);
  ASSERT_TRUE(half.numbers_a_second);
  EXPECT_DOUBLE_EQ(*half.numbers_a_second, 0.8);
  EXPECT_EQ(half.seconds_left, 28U);  // 22 numbers are left.
}

TEST_F(JobStatusTest, WhatWasDoneYesterdayIsNoPartOfTheRate) {
  finish(0, kNow - 100'000, 1000);
  finish(1, kNow - 10, 10'000);
  const JobStatus two = status();
  ASSERT_TRUE(two.numbers_a_second);
  EXPECT_DOUBLE_EQ(*two.numbers_a_second, 0.4);
  EXPECT_EQ(two.core_seconds, 11U);
}

TEST_F(JobStatusTest, AClockThatJumpsGivesNoNonsense) {
  finish(0, kNow - 20, 10'000);
  finish(1, kNow + 3'000'000, 10'000);  // This machine's clock is ahead.
  JobStatus jumped = status();
  EXPECT_EQ(jumped.done, 2U);
  EXPECT_EQ(jumped.from_the_future, 1U);
  EXPECT_EQ(jumped.latest, kNow - 20);
  EXPECT_DOUBLE_EQ(*jumped.numbers_a_second, 0.4);

  finish(2, 0, 10'000);  // This machine's clock begins in 1970.
  finish(3, -5'000'000'000, UINT64_MAX);
  jumped = status();
  EXPECT_EQ(jumped.done, 4U);
  EXPECT_DOUBLE_EQ(*jumped.numbers_a_second, 0.4);
  EXPECT_EQ(jumped.core_seconds, 30U);

  // The clock of the machine that asks has gone back to before everything, or is at zero or below.
  for (const Timestamp now : {Timestamp{1'000'000'000}, Timestamp{0}, Timestamp{-1}}) {
    jumped = status(now);
    EXPECT_EQ(jumped.done, 4U);
    EXPECT_GE(jumped.from_the_future, 2U);
    EXPECT_GT(jumped.numbers_a_second.value_or(1), 0);
  }
}

TEST_F(JobStatusTest, ShardsAreToldApart) {
  fs::remove(numbers_path(job_.directory, 2));
  for (std::uint64_t chunk = 4; chunk < 8; ++chunk) finish(chunk, kNow, 1000);
  const JobStatus three = status(kNow, 3);
  ASSERT_EQ(three.shards.size(), 3U);
  EXPECT_EQ(three.shards[0].done, 0U);
  EXPECT_EQ(three.shards[1].done, 4U);
  EXPECT_EQ(three.shards[1].chunks, 4U);
  EXPECT_EQ(three.shards[2].chunks, 2U);
  EXPECT_TRUE(three.shards[1].has_numbers);
  EXPECT_FALSE(three.shards[2].has_numbers);
  EXPECT_EQ(status(kNow, 20).done, 4U);
}

TEST_F(JobStatusTest, DoneIsDone) {
  for (std::uint64_t chunk = 0; chunk < 10; ++chunk) finish(chunk, kNow, 0);
  const JobStatus all = status();
  EXPECT_EQ(all.done, 10U);
  EXPECT_EQ(all.seconds_left, 0U);
}

}  // namespace
}  // namespace selfcheck::cli
