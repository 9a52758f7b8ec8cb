// Every group is in one shard, however many shards there are, and shards are named as batch systems name their tasks.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/failure.h"
#include "job/shards.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kVariables[] = {"SLURM_ARRAY_TASK_ID",  "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN",
                                      "SLURM_ARRAY_TASK_MAX", "JOB_COMPLETION_INDEX",   "AWS_BATCH_JOB_ARRAY_INDEX"};

class Shards : public testing::Test {
 protected:
  Shards() { forget(); }
  ~Shards() override { forget(); }
  static void forget() {
    for (const char* variable : kVariables) unsetenv(variable);
  }
  static void tell(const char* variable, const char* value) { setenv(variable, value, 1); }
  static void tell_slurm(const char* id, const char* count, const char* first, const char* last) {
    tell("SLURM_ARRAY_TASK_ID", id);
    tell("SLURM_ARRAY_TASK_COUNT", count);
    tell("SLURM_ARRAY_TASK_MIN", first);
    tell("SLURM_ARRAY_TASK_MAX", last);
  }
};

TEST_F(Shards, TogetherTheyAreTheWholeJob) {
  JobPlan plan;
  plan.manifest.entries = 1000;
  plan.chunk_size = 10;
  plan.group_chunks = 7;
  ASSERT_EQ(plan.groups(), 15U);
  for (const std::uint64_t count : {1U, 2U, 4U, 15U, 16U, 100U, 1'000'000U}) {
    std::uint64_t next = 0, most = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      const Shard shard{i, count};
      ASSERT_EQ(shard.first_group(plan), next);
      ASSERT_LE(shard.first_group(plan), shard.end_group(plan));
      most = std::max(most, shard.end_group(plan) - next);
      next = shard.end_group(plan);
    }
    EXPECT_EQ(next, plan.groups()) << count;
    EXPECT_LE(most, plan.groups() / count + 1) << count;
  }
}

TEST_F(Shards, AreReadAsTheyAreWritten) {
  EXPECT_EQ(parse_shard("3/8").name(), "3/8");
  EXPECT_EQ(parse_shard("0/1").name(), "0/1");
  for (const char* wrong : {"", "3", "/8", "3/", "8/8", "3/0", "-1/8", "3/8/2", "3/8 ", "a/8", "auto/", "3/99999999",
                            "18446744073709551616/8"}) {
    EXPECT_THROW(static_cast<void>(parse_shard(wrong)), Failure) << wrong;
  }
}

TEST_F(Shards, SlurmTellsWhichOfHowMany) {
  tell_slurm("0", "4", "0", "3");
  EXPECT_EQ(parse_shard("auto").name(), "0/4");
  tell_slurm("4", "4", "1", "4");
  EXPECT_EQ(parse_shard("auto").name(), "3/4");
  // `--array=3,7` is for two shards of eight. They are number 3 and number 7 of eight, and never two shards of two.
  tell_slurm("7", "2", "3", "7");
  EXPECT_THROW(static_cast<void>(parse_shard("auto")), Failure);
  EXPECT_EQ(parse_shard("auto/8").name(), "7/8");
  tell_slurm("8", "8", "1", "8");
  EXPECT_THROW(static_cast<void>(parse_shard("auto/8")), Failure);
}

// What is as long as somebody's number is no task's, and no message repeats it.
TEST_F(Shards, ATaskHasNoLongNumber) {
  for (const char* number : {"1000000000", "9876543210123", "18446744073709551615"}) {
    tell("JOB_COMPLETION_INDEX", number);
    try {
      static_cast<void>(parse_shard("auto/8"));
      ADD_FAILURE() << "was taken";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.message(),
                "--shard auto: the environment's JOB_COMPLETION_INDEX is no whole number up to 999999999");
    }
  }
  tell("JOB_COMPLETION_INDEX", "999999999");
  EXPECT_THROW(static_cast<void>(parse_shard("auto/8")), Failure);
}

TEST_F(Shards, OthersTellWhichOnly) {
  for (const char* variable : {"JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"}) {
    forget();
    tell(variable, "2");
    EXPECT_EQ(parse_shard("auto/5").name(), "2/5");
    EXPECT_THROW(static_cast<void>(parse_shard("auto")), Failure) << variable;
    tell(variable, "5");
    EXPECT_THROW(static_cast<void>(parse_shard("auto/5")), Failure) << variable;
    tell(variable, "two");
    EXPECT_THROW(static_cast<void>(parse_shard("auto/5")), Failure) << variable;
  }
}

TEST_F(Shards, NobodyOrTwoTelling) {
  EXPECT_THROW(static_cast<void>(parse_shard("auto")), Failure);
  EXPECT_THROW(static_cast<void>(parse_shard("auto/5")), Failure);
  tell("JOB_COMPLETION_INDEX", "2");
  tell("AWS_BATCH_JOB_ARRAY_INDEX", "3");
  EXPECT_THROW(static_cast<void>(parse_shard("auto/5")), Failure);
}

}  // namespace
}  // namespace selfcheck::cli
