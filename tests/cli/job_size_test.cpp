#include "plan/job_size.h"

#include <gtest/gtest.h>

#include "plan/layout_figures.h"

namespace selfcheck::cli {
namespace {

JobShape shape_of(std::uint64_t entries, std::uint64_t rows) {
  JobShape shape{.entries = entries, .rows = rows};
  shape.layout = *expected_layout(Kind::mobile, entries, {});
  shape.chunk_size = 100;
  shape.group_chunks = 256;
  return shape;
}

// The size is never less than what job/*.h says the files hold, and hardly more.
TEST(JobSize, IsWhatTheFilesHold) {
  constexpr std::uint64_t kEntries = 1'100'000'000, kRows = 1'500'000'000, kChunks = kEntries / 100;
  const JobShape shape = shape_of(kEntries, kRows);
  const JobSize size = job_size(shape);
  const LayoutFigures list{Kind::mobile, kEntries, shape.layout};
  const auto expect_close = [](std::uint64_t room, std::uint64_t bytes) {
    EXPECT_GE(room, bytes);
    EXPECT_LE(static_cast<double>(room), static_cast<double>(bytes) * 1.06);
  };
  expect_close(size.sorting, kRows * 8);
  expect_close(size.numbers, kEntries * 8);
  expect_close(size.results, kEntries * 8 + kChunks * (104 + 32 + 16 + 8 + 8));
  expect_close(size.list, list.total_size());
  EXPECT_EQ(size.known, 0u);
}

TEST(JobSize, KeptHashesAreThirtyTwoBytesMore) {
  JobShape shape = shape_of(1'000'000, 1'000'000);
  const JobSize without = job_size(shape);
  shape.hashes = true;
  const JobSize with = job_size(shape);
  EXPECT_EQ(with.results - without.results, 32'000'000u);
  EXPECT_EQ(with.preparing(), without.preparing());
}

TEST(JobSize, DuplicatesTakeRoomWhileTheyAreSortedOnly) {
  const JobSize once = job_size(shape_of(1'000'000, 1'000'000)), often = job_size(shape_of(1'000'000, 9'000'000));
  EXPECT_EQ(often.sorting - once.sorting, 64'000'000u);
  EXPECT_EQ(often.job(), once.job());
  EXPECT_EQ(often.peak(), often.preparing());
  EXPECT_EQ(once.peak(), once.job() + once.list);
}

TEST(JobSize, HashesOfABaseAreFortyBytesEach) {
  JobShape shape = shape_of(1'000'000, 1'000'000);
  shape.known = 500'000;
  const JobSize size = job_size(shape);
  EXPECT_GE(size.known, 20'000'000u);
  EXPECT_GE(size.preparing(), size.sorting + size.numbers + 20'000'000u);
}

TEST(JobSize, OfOneNumberIsSomeBlocks) {
  const JobSize size = job_size({.entries = 1, .rows = 1, .layout = *expected_layout(Kind::mobile, 1, {})});
  EXPECT_GT(size.peak(), 0u);
  EXPECT_LT(size.peak(), 4u << 20);
}

}  // namespace
}  // namespace selfcheck::cli
