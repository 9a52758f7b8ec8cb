// A result on the disk is whole or not there, and it is never taken for another chunk's or another job's.
#include <gtest/gtest.h>

#include "base/failure.h"
#include "job/chunk_store.h"
#include "job_fixture.h"

namespace selfcheck::cli {
namespace {

class JobChunks : public TestDirectory {
 protected:
  fs::path chunk_file(std::uint64_t chunk) const {
    return chunk_path(job_.directory, chunk / job_.plan.group_chunks, chunk);
  }
  fs::path group_file(std::uint64_t group) const { return group_path(job_.directory, group); }
  void write_all(std::uint64_t group) const {
    const std::uint64_t first = job_.plan.first_chunk_of(group);
    for (std::uint64_t i = first; i < first + job_.plan.chunks_of(group); ++i) store_.write(i, made_up(job_, i));
  }

  Job job_ = make_job(root_ / "job");
  ChunkStore store_{job_};
};

TEST_F(JobChunks, WhatIsWrittenIsRead) {
  EXPECT_EQ(store_.read(3).error(), SealedProblem::missing);
  store_.write(3, made_up(job_, 3));
  const auto result = store_.read(3);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->tags, made_up(job_, 3).tags);
  EXPECT_EQ(result->worker, made_up(job_, 3).worker);
  EXPECT_EQ(result->finished, made_up(job_, 3).finished);
  EXPECT_EQ(result->took_ms, 1000U);
  EXPECT_TRUE(result->hashes.empty());
  EXPECT_EQ(store_.present(0), (std::vector<bool>{false, false, false, true}));
  EXPECT_EQ(store_.read(2).error(), SealedProblem::missing);
  EXPECT_EQ(fs::status(chunk_file(3)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(JobChunks, NothingIsWrittenWhereTheJobIsNoMore) {
  const fs::path away = root_ / "away";
  fs::rename(job_.directory, away);
  EXPECT_THROW(store_.write(0, made_up(job_, 0)), Failure);
  fs::create_directory(job_.directory);  // An empty directory is left where a disk was mounted.
  EXPECT_THROW(store_.write(0, made_up(job_, 0)), Failure);
  EXPECT_TRUE(fs::is_empty(job_.directory));
  fs::remove(job_.directory);
  fs::rename(away, job_.directory);
  store_.write(0, made_up(job_, 0));
  EXPECT_TRUE(store_.read(0));
}

TEST_F(JobChunks, HashesAreKeptWhereThePlanSaysSo) {
  const Job keeping = make_job(root_ / "keeping", true);
  const ChunkStore store(keeping);
  store.write(9, made_up(keeping, 9));
  const auto result = store.read(9);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->hashes.size(), 2U);
  EXPECT_EQ(result->hashes[1][0], 9);
  EXPECT_EQ(result->hashes[1][1], 1);
}

TEST_F(JobChunks, EveryDamageIsFound) {
  store_.write(1, made_up(job_, 1));
  const std::string whole = content_of(chunk_file(1));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    write_content(chunk_file(1), whole);
    flip_bit(chunk_file(1), at);
    EXPECT_FALSE(store_.read(1)) << "bit of byte " << at;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, std::size_t{100}, whole.size() - 1}) {
    write_content(chunk_file(1), whole.substr(0, size));
    EXPECT_EQ(store_.read(1).error(), SealedProblem::damaged) << size;
  }
  write_content(chunk_file(1), whole + "x");
  EXPECT_EQ(store_.read(1).error(), SealedProblem::damaged) << "it goes on behind its end";
}

TEST_F(JobChunks, AnotherJobsOrChunksResultIsNone) {
  const Job other = make_job(root_ / "other", false, true, 2);
  const ChunkStore theirs(other);
  theirs.write(1, made_up(other, 1));
  store_.write(0, made_up(job_, 0));
  fs::copy_file(chunk_path(other.directory, 0, 1), chunk_file(1));
  EXPECT_EQ(store_.read(1).error(), SealedProblem::other_plan);
  fs::copy_file(chunk_file(0), chunk_file(2));
  EXPECT_EQ(store_.read(2).error(), SealedProblem::other_thing);
}

TEST_F(JobChunks, AWorkerWithAnotherCanaryIsNotBelieved) {
  ChunkResult result = made_up(job_, 0);
  result.canary[0] ^= 1;
  store_.write(0, result);
  EXPECT_EQ(store_.read(0).error(), SealedProblem::damaged);
}

TEST_F(JobChunks, ACompleteGroupBecomesOneFile) {
  write_all(0);
  fs::remove(chunk_file(2));
  store_.join(0);
  EXPECT_FALSE(fs::exists(group_file(0))) << "joined without one of its results";
  store_.write(2, made_up(job_, 2));
  store_.join(0);
  EXPECT_TRUE(fs::exists(group_file(0)));
  EXPECT_FALSE(fs::exists(chunk_file(0).parent_path()));
  EXPECT_TRUE(store_.is_joined(0));
  EXPECT_EQ(store_.present(0), std::vector<bool>(4, true));
  for (std::uint64_t i = 0; i < 4; ++i) EXPECT_EQ(store_.read(i)->tags, made_up(job_, i).tags);
  store_.join(0);
  EXPECT_EQ(store_.read(3)->tags, made_up(job_, 3).tags);
}

TEST_F(JobChunks, DamageInAJoinedGroupCostsOneChunk) {
  write_all(1);
  store_.join(1);
  const std::string whole = content_of(group_file(1));
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    write_content(group_file(1), whole);
    flip_bit(group_file(1), at);
    std::size_t unsound = 0;
    for (std::uint64_t i = 4; i < 8; ++i) unsound += store_.read(i) ? 0 : 1;
    EXPECT_LE(unsound, 1U) << "bit of byte " << at;
  }
  // The file is cut off in its third chunk. The chunks before the cut can be read.
  write_content(group_file(1), whole.substr(0, whole.size() / 2));
  EXPECT_TRUE(store_.read(4));
  EXPECT_EQ(store_.read(7).error(), SealedProblem::damaged);
}

TEST_F(JobChunks, WhatIsRemovedTakesNothingElseWithIt) {
  write_all(0);
  store_.join(0);
  store_.remove(1);
  EXPECT_EQ(store_.present(0), (std::vector<bool>{true, false, true, true}));
  for (const std::uint64_t i : {0U, 2U, 3U}) EXPECT_EQ(store_.read(i)->tags, made_up(job_, i).tags);
  store_.remove(1);
  store_.remove(3);
  EXPECT_EQ(store_.present(0), (std::vector<bool>{true, false, true, false}));
}

// The program is killed when it has written the group's file and has not yet removed the files of the group's chunks.
TEST_F(JobChunks, WhatAKilledJoinLeavesIsTidied) {
  write_all(0);
  const fs::path chunks = chunk_file(0).parent_path();
  fs::copy(chunks, root_ / "before");
  store_.join(0);
  const std::string joined = content_of(group_file(0));
  fs::copy(root_ / "before", chunks);
  write_content(chunks / ".2.a1b2c3", "half a file");
  EXPECT_FALSE(store_.is_joined(0));
  flip_bit(group_file(0), 100);
  EXPECT_EQ(store_.read(0)->tags, made_up(job_, 0).tags) << "the chunk's own file is whole";
  store_.join(0);
  EXPECT_TRUE(store_.is_joined(0));
  EXPECT_EQ(content_of(group_file(0)), joined);
}

TEST_F(JobChunks, TheSameResultTwiceIsOneAndTwoResultsAreAFault) {
  const Job copy = make_job(root_ / "copy");
  ASSERT_EQ(copy.id, job_.id);
  const ChunkStore theirs(copy);
  ChunkResult later = made_up(copy, 0);
  later.worker.fill(4);
  later.finished += 100;
  theirs.write(0, later);
  theirs.write(1, made_up(copy, 1));
  const auto sealed = [&theirs](std::uint64_t chunk) {
    std::vector<SealedChunk> chunks;
    chunks.push_back(*theirs.read_sealed(chunk));
    return chunks;
  };
  store_.write(0, made_up(job_, 0));
  EXPECT_EQ(store_.add(0, sealed(0)), 0U);
  EXPECT_EQ(store_.add(0, sealed(1)), 1U);
  EXPECT_EQ(store_.read(0)->worker, made_up(job_, 0).worker) << "overwritten";

  later.tags[1] ^= 1;
  theirs.write(0, later);
  EXPECT_THROW(store_.add(0, sealed(0)), Failure);
  EXPECT_EQ(store_.read(0)->tags, made_up(job_, 0).tags);
}

TEST_F(JobChunks, TimesAreToldWithoutReadingAJoinedGroup) {
  store_.write(4, made_up(job_, 4, 1'780'000'007, 42));
  EXPECT_EQ(store_.times(1)[0]->took_ms, 42U);
  EXPECT_FALSE(store_.times(1)[1]);
  for (std::uint64_t i = 5; i < 8; ++i) store_.write(i, made_up(job_, i, 1'780'000'000 + static_cast<Timestamp>(i)));
  store_.join(1);
  EXPECT_EQ(store_.times(1)[0]->finished, 1'780'000'007);
  EXPECT_EQ(store_.times(1)[3]->finished, 1'780'000'007);
  EXPECT_EQ(store_.times(1)[2]->finished, 1'780'000'006);
}

}  // namespace
}  // namespace selfcheck::cli
