// Parts of a job on their way to other machines and back, and what happens to them there.
#include <gtest/gtest.h>

#include "base/failure.h"
#include "job/hash.h"
#include "job/sealed_record.h"
#include "job/transfer.h"
#include "job/transfer_file.h"
#include "job_fixture.h"

namespace selfcheck::cli {
namespace {

Timestamp test_clock() { return 1'780'000'500; }

class JobTransfer : public TestDirectory {
 protected:
  fs::path file(const std::string& name) const { return root_ / name; }
  // Imports the file and returns the message of the Failure, or "none".
  std::string import_failure(const fs::path& from, const fs::path& job) const {
    try {
      static_cast<void>(import_file(from, job));
    } catch (const Failure& failure) {
      return failure.message();
    }
    return "none";
  }
  static bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  Job job_ = make_job(root_ / "job");
};

TEST_F(JobTransfer, ThereAndBackInAnyOrder) {
  for (std::uint64_t i = 0; i < 2; ++i) {
    const Shard shard{i, 2};
    const std::string name = std::to_string(i);
    const Transferred out = export_work(job_, shard, file("work" + name));
    EXPECT_EQ(out.groups, shard.end_group(job_.plan) - shard.first_group(job_.plan));
    const fs::path there = root_ / ("machine" + name);
    EXPECT_EQ(import_file(file("work" + name), there).groups, out.groups);
    const Job remote = open_job(there);
    EXPECT_EQ(remote.id, job_.id);
    EXPECT_FALSE(fs::exists(seed_path(there)));
    static_cast<void>(hash_shard(remote, shard, 2, test_clock));
    static_cast<void>(export_results(remote, shard, file("done" + name)));
  }
  EXPECT_EQ(fs::status(file("work0")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  std::uint64_t chunks = 0;
  for (const char* name : {"done1", "done0"}) chunks += import_file(file(name), job_.directory).chunks;
  EXPECT_EQ(chunks, job_.plan.chunks());
  const auto tags = all_tags(job_);
  ASSERT_EQ(tags.size(), kTestNumbers);

  const Transferred again = import_file(file("done0"), job_.directory);
  EXPECT_EQ(again.chunks, 0U);
  EXPECT_GT(again.already, 0U);
  EXPECT_EQ(hash_shard(job_, {}, 1, test_clock).hashed, 0U);

  const Job alone = make_job(root_ / "alone");
  static_cast<void>(hash_shard(alone, {}, 2, test_clock));
  EXPECT_EQ(all_tags(alone), tags);
  EXPECT_EQ(content_of(numbers_path(root_ / "machine1", 2)), content_of(numbers_path(job_.directory, 2)));
}

TEST_F(JobTransfer, WhatABaseKnewGoesWithTheNumbers) {
  const Job before = make_job(root_ / "before", true);
  static_cast<void>(hash_shard(before, {}, 2, test_clock));
  const Job job = make_job(root_ / "based", false, true, 1, true);
  make_private_directories(known_path(job.directory, 0).parent_path());
  for (std::uint64_t group = 0; group < job.plan.groups(); ++group) {
    KnownHashes known;
    if (group == 0) known.push_back({2, ChunkStore(before).read(0)->hashes[2]});
    write_known(job.directory, job.id, group, known);
  }
  static_cast<void>(export_work(job, {}, file("work")));
  static_cast<void>(import_file(file("work"), root_ / "there"));
  EXPECT_EQ(hash_shard(open_job(root_ / "there"), {}, 2, test_clock).known, 1U);
  EXPECT_EQ(all_tags(open_job(root_ / "there")), all_tags(before));
}

TEST_F(JobTransfer, ACutOffCopyIsToldWhereverItIsCut) {
  static_cast<void>(hash_shard(job_, {}, 2, test_clock));
  static_cast<void>(export_work(job_, {}, file("work")));
  static_cast<void>(export_results(job_, {}, file("done")));
  for (const char* name : {"work", "done"}) {
    const std::string whole = content_of(file(name));
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 20) {
      write_content(file("cut"), whole.substr(0, size));
      const fs::path there = root_ / ("there" + std::string(name));
      if (std::string(name) == "done" && !has_plan(there)) static_cast<void>(make_job(there));
      const std::string failure = import_failure(file("cut"), there);
      EXPECT_TRUE(holds(failure, "it ends early") || holds(failure, "job export")) << name << " " << size;
    }
    // The parts that came whole were kept, and the whole file adds the rest.
    static_cast<void>(import_file(file(name), root_ / ("there" + std::string(name))));
  }
  EXPECT_EQ(all_tags(open_job(root_ / "theredone")), all_tags(job_));
  EXPECT_EQ(hash_shard(open_job(root_ / "therework"), {}, 2, test_clock).hashed, kTestNumbers);
}

TEST_F(JobTransfer, ADamagedCopyIsToldAndCostsNothing) {
  static_cast<void>(hash_shard(job_, {}, 2, test_clock));
  static_cast<void>(export_results(job_, {}, file("done")));
  const std::string whole = content_of(file("done"));
  const Job there = make_job(root_ / "there");
  for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 20) {
    write_content(file("damaged"), whole);
    flip_bit(file("damaged"), at);
    EXPECT_NE(import_failure(file("damaged"), there.directory), "none") << at;
  }
  write_content(file("damaged"), whole + "x");
  EXPECT_TRUE(holds(import_failure(file("damaged"), there.directory), "damaged"));
  // A part of the file is left out, as by a tool that takes zeros for holes.
  const std::size_t first = 72 + 32;
  const std::size_t part = first + 64 + 4 * 8;
  write_content(file("damaged"), whole.substr(0, first) + whole.substr(first + part));
  EXPECT_TRUE(holds(import_failure(file("damaged"), there.directory), "parts are missing"));
  EXPECT_EQ(import_file(file("done"), there.directory).chunks, 0U) << "all of it came with the damaged ones";
  EXPECT_EQ(all_tags(there), all_tags(job_));
}

TEST_F(JobTransfer, ARefusedPartIsNotCountedAmongThoseThatWereTaken) {
  const Bytes plan = read_file_or_fail(plan_path(job_.directory), kMaxPlanSize);
  for (const SealedName& refused : {SealedName{SealedKind::chunk, job_.id, 0},    // of a kind that no work has
                                    SealedName{SealedKind::numbers, job_.id, 3},  // of a group that there is not
                                    SealedName{SealedKind::numbers, {}, 1}}) {    // of another job
    fs::remove(file("work"));
    TransferWriter writer(file("work"), SealedKind::work, job_.id, plan);
    writer.add(seal({SealedKind::numbers, job_.id, 0}, {}));
    writer.add(seal(refused, {}));
    writer.finish();
    EXPECT_TRUE(holds(import_failure(file("work"), root_ / "there"), "1 whole part before that was taken"));
  }
}

TEST_F(JobTransfer, ResultsBeginWithNothing) {
  TransferWriter writer(file("done"), SealedKind::results, job_.id, as_bytes("plan"));
  writer.finish();
  EXPECT_TRUE(holds(import_failure(file("done"), job_.directory), "job export"));
}

TEST_F(JobTransfer, OtherFilesAndOtherJobsAreRefused) {
  write_content(file("text"), "9876543210\n");
  EXPECT_TRUE(holds(import_failure(file("text"), job_.directory), "job export"));
  EXPECT_TRUE(holds(import_failure(numbers_path(job_.directory, 0), root_ / "new"), "job export"));
  EXPECT_FALSE(fs::exists(root_ / "new"));
  const Job other = make_job(root_ / "other", false, true, 2);
  static_cast<void>(export_work(other, {}, file("work")));
  EXPECT_TRUE(holds(import_failure(file("work"), job_.directory), "another job"));
  static_cast<void>(export_results(other, {}, file("done")));
  EXPECT_TRUE(holds(import_failure(file("done"), job_.directory), "another job"));
  EXPECT_TRUE(holds(import_failure(file("done"), root_ / "new"), "there is no job"));
  fs::create_directory(root_ / "photos");
  write_content(root_ / "photos" / "a.jpg", "a");
  EXPECT_TRUE(holds(import_failure(file("work"), root_ / "photos"), "not empty"));
}

TEST_F(JobTransfer, AResultThatDiffersIsAFaultAndNothingIsReplaced) {
  static_cast<void>(hash_shard(job_, {}, 2, test_clock));
  const Job faulty = make_job(root_ / "faulty");
  for (std::uint64_t chunk = 0; chunk < faulty.plan.chunks(); ++chunk) {
    ChunkStore(faulty).write(chunk, made_up(faulty, chunk));
  }
  static_cast<void>(export_results(faulty, {}, file("done")));
  const auto tags = all_tags(job_);
  EXPECT_TRUE(holds(import_failure(file("done"), job_.directory), "can't be relied on"));
  EXPECT_EQ(all_tags(job_), tags);
}

TEST_F(JobTransfer, NothingIsOverwrittenAndNothingHalfIsLeft) {
  write_content(file("there"), "precious");
  EXPECT_THROW(static_cast<void>(export_work(job_, {}, file("there"))), Failure);
  EXPECT_EQ(content_of(file("there")), "precious");
  fs::remove(numbers_path(job_.directory, 1));
  EXPECT_THROW(static_cast<void>(export_work(job_, {}, file("half"))), Failure);
  EXPECT_FALSE(fs::exists(file("half")));
  EXPECT_FALSE(fs::exists(file("half.part")));
  EXPECT_THROW(static_cast<void>(export_results(job_, {}, job_.directory / "done")), Failure);
}

}  // namespace
}  // namespace selfcheck::cli
