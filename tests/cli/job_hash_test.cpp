// When a job is hashed, nothing is lost, nothing counts that is not proven, and nobody works on what somebody else has
// in hand.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <random>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "job/hash.h"
#include "job_fixture.h"

namespace selfcheck::cli {
namespace {

Timestamp test_clock() { return 1'780'000'500; }

class JobHash : public TestDirectory {};

std::vector<std::uint64_t> tags_of(const std::vector<NumberKey>& keys, const Manifest& manifest) {
  std::vector<std::uint64_t> tags;
  for (const NumberKey key : keys) {
    const auto hash = slow_hash(form_of(Kind::mobile, key).bytes(), manifest.group_salt, manifest.argon2);
    tags.push_back(tag(*hash, manifest.list_id, manifest.nonce));
  }
  return tags;
}

TEST_F(JobHash, EveryNumberGetsItsTag) {
  const Job job = make_job(root_ / "job");
  const HashReport report = hash_shard(job, {}, 2, test_clock);
  EXPECT_EQ(report.chunks, 10U);
  EXPECT_EQ(report.hashed, kTestNumbers);
  EXPECT_EQ(report.done_before + report.damaged + report.known, 0U);
  EXPECT_EQ(all_tags(job), tags_of(test_keys(), job.plan.manifest));
  EXPECT_EQ(ChunkStore(job).read(0)->finished, test_clock());
  for (std::uint64_t group = 0; group < job.plan.groups(); ++group) EXPECT_TRUE(ChunkStore(job).is_joined(group));

  const HashReport again = hash_shard(job, {}, 2, test_clock);
  EXPECT_EQ(again.done_before, 10U);
  EXPECT_EQ(again.hashed, 0U);
}

TEST_F(JobHash, ShardsTogetherAreTheSame) {
  const Job job = make_job(root_ / "job");
  std::uint64_t hashed = 0;
  for (std::uint64_t i = 5; i-- > 0;)
    hashed += hash_shard(job, {i, 5}, 1, test_clock).hashed;  // Two of the five shards have nothing to do.
  EXPECT_EQ(hashed, kTestNumbers);
  EXPECT_EQ(all_tags(job), tags_of(test_keys(), job.plan.manifest));
}

TEST_F(JobHash, WhatIsDamagedIsHashedAgainAndNothingElse) {
  const Job job = make_job(root_ / "job", true);
  static_cast<void>(hash_shard(job, {}, 2, test_clock));
  const auto tags = all_tags(job);
  const auto hashes = ChunkStore(job).read(5)->hashes;
  flip_bit(group_path(job.directory, 1), content_of(group_path(job.directory, 1)).size() / 3);
  const HashReport report = hash_shard(job, {}, 2, test_clock);
  EXPECT_EQ(report.damaged, 1U);
  EXPECT_EQ(report.done_before, 9U);
  EXPECT_EQ(report.hashed, 4U);
  EXPECT_EQ(all_tags(job), tags);
  EXPECT_EQ(ChunkStore(job).read(5)->hashes, hashes);
}

TEST_F(JobHash, KnownHashesAreTakenAndNotMadeAgain) {
  const Job before = make_job(root_ / "before", true);
  static_cast<void>(hash_shard(before, {}, 2, test_clock));
  const Job job = make_job(root_ / "job", true, true, 1, true);
  KnownHashes known;  // The hashes of the second number of chunk 4, and of all numbers of chunk 5.
  for (const std::uint64_t position : {1U, 4U, 5U, 6U, 7U}) {
    known.push_back({position, ChunkStore(before).read(4 + position / 4)->hashes[position % 4]});
  }
  make_private_directories(known_path(job.directory, 0).parent_path());
  for (std::uint64_t group = 0; group < job.plan.groups(); ++group) {
    write_known(job.directory, job.id, group, group == 1 ? known : KnownHashes());
  }
  const HashReport report = hash_shard(job, {}, 2, test_clock);
  EXPECT_EQ(report.known, 5U);
  EXPECT_EQ(report.hashed, kTestNumbers - 5);
  EXPECT_EQ(all_tags(job), all_tags(before));
  EXPECT_EQ(ChunkStore(job).read(5)->hashes, ChunkStore(before).read(5)->hashes);
}

// Starts hashing in a process of its own, which can be killed.
pid_t start_hashing(const fs::path& directory, Shard shard) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    watch_stop_signals();
    static_cast<void>(hash_shard(open_job(directory), shard, 2, test_clock));
    _exit(0);
  } catch (const Failure& failure) {
    _exit(failure.status());
  } catch (...) {
    _exit(99);
  }
}

int status_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

std::uint64_t whole_results(const Job& job) {
  std::uint64_t whole = 0;
  for (std::uint64_t chunk = 0; chunk < job.plan.chunks(); ++chunk) {
    const auto result = ChunkStore(job).read(chunk);
    if (result) {
      ++whole;
    } else {
      EXPECT_EQ(result.error(), SealedProblem::missing) << "a result that is not whole";
    }
  }
  return whole;
}

TEST_F(JobHash, KilledThirtyTimesItIsTheSame) {
  const Job job = make_job(root_ / "job");
  std::mt19937 random(4);
  std::uint64_t before = 0;
  for (int kills = 0; kills < 30; ++kills) {
    const pid_t child = start_hashing(job.directory, {});
    usleep(std::uniform_int_distribution<useconds_t>(0, 60'000)(random));
    kill(child, SIGKILL);
    const int status = status_of(child);
    ASSERT_TRUE(status == 0 || status == 1000 + SIGKILL) << status;
    const std::uint64_t now = whole_results(job);
    EXPECT_GE(now, before) << "a finished result was lost";
    before = now;
    // Some results are removed, as if the disk had lost them, so that there is still something to do.
    if (now == job.plan.chunks() && kills % 2 == 0) {
      for (const std::uint64_t chunk : {0U, 5U, 9U}) ChunkStore(job).remove(chunk);
      before -= 3;
    }
  }
  static_cast<void>(hash_shard(job, {}, 2, test_clock));
  EXPECT_EQ(all_tags(job), tags_of(test_keys(), job.plan.manifest));
  for (std::uint64_t group = 0; group < job.plan.groups(); ++group) EXPECT_TRUE(ChunkStore(job).is_joined(group));
}

TEST_F(JobHash, TheSecondIsToldWhoHasTheShard) {
  const Job job = make_job(root_ / "job");
  const FileLock held = lock_work(job.directory, "shard-0-of-1", "somebody hashes");
  try {
    static_cast<void>(hash_shard(job, {}, 1, test_clock));
    FAIL() << "two at work on one shard";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), exit_status(ExitCode::system));
    EXPECT_NE(failure.message().find("shard 0/1"), std::string::npos);
    EXPECT_NE(failure.message().find("process " + std::to_string(getpid())), std::string::npos) << failure.message();
  }
  EXPECT_EQ(hash_shard(job, {1, 3}, 1, test_clock).hashed, 16U) << "another shard is free";
}

TEST_F(JobHash, WithoutItsNumbersNothingBegins) {
  const Job job = make_job(root_ / "job", false, false);
  EXPECT_THROW(static_cast<void>(hash_shard(job, {}, 1, test_clock)), Failure);
  const Job damaged = make_job(root_ / "damaged");
  flip_bit(numbers_path(damaged.directory, 2), 90);
  EXPECT_THROW(static_cast<void>(hash_shard(damaged, {2, 3}, 1, test_clock)), Failure);
  EXPECT_EQ(hash_shard(damaged, {0, 3}, 1, test_clock).hashed, 16U);
}

TEST_F(JobHash, AResultThatCantBeWrittenIsAFailureAndTheSameCommandGoesOn) {
  const Job job = make_job(root_ / "job");
  write_content(job.directory / "tags", "in the way");
  try {
    static_cast<void>(hash_shard(job, {}, 1, test_clock));
    FAIL() << "written into a file";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), exit_status(ExitCode::system));
  }
  fs::remove(job.directory / "tags");
  EXPECT_EQ(hash_shard(job, {}, 1, test_clock).hashed, kTestNumbers);
}

// When the job's disk was taken away, nothing is written where it was.
TEST_F(JobHash, AJobThatIsGoneIsNotBegunAnew) {
  const Job job = make_job(root_ / "job");
  ChunkStore(job).write(0, made_up(job, 0));
  fs::rename(job.directory, root_ / "elsewhere");
  EXPECT_THROW(ChunkStore(job).write(1, made_up(job, 1)), Failure);
  EXPECT_THROW(ChunkStore(job).join(0), Failure);
  EXPECT_FALSE(fs::exists(job.directory));
}

// A result that can't be read may still be good, and one of another plan is good as soon as the plan is right again.
TEST_F(JobHash, NothingIsRemovedThatMayBeGood) {
  const Job job = make_job(root_ / "job");
  static_cast<void>(hash_shard(job, {}, 2, test_clock));
  const auto tags = all_tags(job);
  const fs::path group = group_path(job.directory, 1), plan = plan_path(job.directory);
  const auto fails_with = [&](ExitCode code) {
    try {
      static_cast<void>(hash_shard(open_job(job.directory), {}, 2, test_clock));
      FAIL() << "went on";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), exit_status(code));
    }
  };
  fs::rename(group, root_ / "group");
  fs::create_directory(group);
  fails_with(ExitCode::system);
  fs::remove(group);
  fs::rename(root_ / "group", group);

  const std::string text = content_of(plan);
  write_content(plan, text + "\n");
  fails_with(ExitCode::rejected);
  write_content(plan, text);
  EXPECT_EQ(all_tags(job), tags);
  EXPECT_EQ(hash_shard(job, {}, 2, test_clock).done_before, 10U);
}

// A checksum does not show a number that was already wrong when its file was written.
TEST_F(JobHash, ANumberThatLiesWithAnotherBucketOrIsNoneIsAFault) {
  const Job job = make_job(root_ / "job");
  constexpr NumberKey kPrefixBit = NumberKey{1} << 45;
  for (const bool prefix : {true, false}) {
    std::vector<NumberKey> keys = test_keys();
    keys[2] = prefix ? keys[2] ^ kPrefixBit
                     : number_key(CanonicalForm::from_valid_digits(Kind::mobile,
                                                                   "1" + std::to_string(digits_of(keys[2])).substr(1)));
    EXPECT_THROW(static_cast<void>(hash_again(keys, job.plan.manifest, 1)), Failure);
  }
}

// A bit flips while a chunk is hashed, or between reading its numbers and hashing them.
TEST_F(JobHash, NumbersThatChangeInMemoryAreAFault) {
  const Job job = make_job(root_ / "job");
  std::vector<NumberKey> keys = test_keys();
  ChunkNumbers numbers{.owner = {}, .keys = keys, .known = {}};
  numbers.checksum = checksum_of(numbers);
  keys[2] ^= 1;
  std::atomic<int> taken{0};
  const auto hash = [&] {
    hash_chunks(
        {.chunks = {0}, .numbers = keys.size()}, job.plan.manifest,
        [&](std::uint64_t) { return std::optional(numbers); }, [&](const HashedChunk&) { ++taken; });
  };
  EXPECT_THROW(hash(), Failure);
  EXPECT_EQ(taken, 0);
  keys[2] ^= 1;
  hash();
  EXPECT_EQ(taken, 1);
}

TEST_F(JobHash, AMachineThatGetsAnotherCanaryIsAtFault) {
  const Job job = make_job(root_ / "job");
  Manifest manifest = job.plan.manifest;
  manifest.canary.hash[3] ^= 1;
  const auto keys = test_keys();
  EXPECT_THROW(static_cast<void>(hash_again(keys, manifest, 2)), Failure);
  EXPECT_EQ(hash_again(keys, job.plan.manifest, 2).tags, tags_of(keys, job.plan.manifest));
}

}  // namespace
}  // namespace selfcheck::cli
