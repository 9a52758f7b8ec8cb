// Wiping a job removes all of it, and never anything else.
#include <gtest/gtest.h>

#include "base/failure.h"
#include "job/wipe.h"
#include "job_fixture.h"

namespace selfcheck::cli {
namespace {

class JobWipe : public TestDirectory {
 protected:
  static std::size_t files_in(const fs::path& directory) {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) files += entry.is_regular_file() ? 1 : 0;
    return files;
  }
  void expect_refused(const fs::path& directory) const {
    const std::size_t before = files_in(directory);
    EXPECT_THROW(wipe_job(directory), Failure);
    EXPECT_EQ(files_in(directory), before);
  }

  Job job_ = make_job(root_ / "job");
};

TEST_F(JobWipe, EverythingGoesAndIsOverwritten) {
  const ChunkStore store(job_);
  for (std::uint64_t chunk = 0; chunk < 6; ++chunk) store.write(chunk, made_up(job_, chunk));
  store.join(0);
  write_content(seed_path(job_.directory), "seed");
  fs::create_directory(job_.directory / ".prepare-a1b2c3");
  write_content(job_.directory / ".prepare-a1b2c3" / "17", "numbers");
  write_content(job_.directory / "tags" / "000001.d" / ".7.a1b2c3", "half a result");
  fs::create_hard_link(numbers_path(job_.directory, 0), root_ / "kept");
  const std::size_t size = content_of(root_ / "kept").size();
  wipe_job(job_.directory);
  EXPECT_FALSE(fs::exists(job_.directory));
  EXPECT_EQ(content_of(root_ / "kept"), std::string(size, '\0'));
}

TEST_F(JobWipe, WhatIsNoJobIsLeftAlone) {
  write_content(job_.directory / "numbers.txt", "mine");
  expect_refused(job_.directory);
  fs::remove(job_.directory / "numbers.txt");
  write_content(job_.directory / "numbers" / "notes.txt", "mine");
  expect_refused(job_.directory);
  fs::remove(job_.directory / "numbers" / "notes.txt");
  write_content(root_ / "elsewhere", "mine");
  fs::create_symlink(root_ / "elsewhere", job_.directory / "tags");
  expect_refused(job_.directory);
  fs::remove(job_.directory / "tags");
  fs::create_directory(root_ / "empty");
  expect_refused(root_ / "empty");
  EXPECT_THROW(wipe_job(root_ / "none"), Failure);
  EXPECT_THROW(wipe_job(root_ / "elsewhere"), Failure);
  wipe_job(job_.directory);
  EXPECT_EQ(content_of(root_ / "elsewhere"), "mine");
}

TEST_F(JobWipe, NotUnderSomebodysHands) {
  {
    const FileLock held = lock_work(job_.directory, "shard-0-of-1", "somebody hashes");
    EXPECT_THROW(wipe_job(job_.directory), Failure);
    EXPECT_TRUE(has_plan(job_.directory));
  }
  wipe_job(job_.directory);
  EXPECT_FALSE(fs::exists(job_.directory));
}

TEST_F(JobWipe, TheRestOfAWipeThatWasKilledIsWiped) {
  fs::remove_all(job_.directory / "numbers");
  fs::create_directory(job_.directory / "numbers");
  wipe_job(job_.directory);
  EXPECT_FALSE(fs::exists(job_.directory));
}

}  // namespace
}  // namespace selfcheck::cli
