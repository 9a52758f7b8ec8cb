// The limits that control groups set, in directories that look like those of a container (for version 2 this needs no
// control group of its own) and of a batch system's job. limits.sh reads the real files.
#include "hashing/machine_limits.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace selfcheck::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMib = 1024;  // One MiB in KiB.

class MachineLimitsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "selfcheck-limits-XXXXXX").native();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
    write("proc/meminfo", "MemTotal: 16777216 kB\nMemFree: 100 kB\nMemAvailable: 8388608 kB\n");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  void version_2(const std::string& group) const {
    write("proc/self/cgroup", "0::" + group + "\n");
    write("proc/self/mountinfo", "24 1 0:22 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n");
  }
  [[nodiscard]] std::uint64_t memory_mib() const {
    return MachineLimits(root_).available_memory_kib().value_or(0) / kMib;
  }
  [[nodiscard]] unsigned processors() const { return MachineLimits(root_).processors(); }

  fs::path root_;
};

TEST_F(MachineLimitsTest, WithoutControlGroupsTheSystemsMemoryIsAvailable) { EXPECT_EQ(memory_mib(), 8192); }

TEST_F(MachineLimitsTest, NothingIsKnownWhereNoFileTells) {
  EXPECT_FALSE(MachineLimits(root_ / "elsewhere").available_memory_kib());
  EXPECT_GE(MachineLimits(root_ / "elsewhere").processors(), 1);
}

TEST_F(MachineLimitsTest, AContainersLimitLessWhatItUses) {
  version_2("/");
  write("sys/fs/cgroup/memory.max", "104857600\n");
  write("sys/fs/cgroup/memory.current", "20971520\n");
  EXPECT_EQ(memory_mib(), 80);
}

TEST_F(MachineLimitsTest, CachedFilesThatNobodyUsesAreNotInTheWay) {
  version_2("/");
  write("sys/fs/cgroup/memory.max", "104857600\n");
  write("sys/fs/cgroup/memory.current", "83886080\n");
  write("sys/fs/cgroup/memory.stat", "anon 10485760\nfile 73400320\ninactive_file 62914560\nactive_file 10485760\n");
  EXPECT_EQ(memory_mib(), 80);
}

TEST_F(MachineLimitsTest, TheTightestOfTheGroupsAboveCounts) {
  version_2("/batch/job/step");
  write("sys/fs/cgroup/batch/memory.max", "1073741824\n");
  write("sys/fs/cgroup/batch/memory.current", "536870912\n");
  write("sys/fs/cgroup/batch/job/memory.max", "max\n");
  write("sys/fs/cgroup/batch/job/memory.current", "0\n");
  write("sys/fs/cgroup/batch/job/step/memory.max", "2147483648\n");
  write("sys/fs/cgroup/batch/job/step/memory.current", "0\n");
  EXPECT_EQ(memory_mib(), 512);
}

TEST_F(MachineLimitsTest, WhatSlowsAProcessDownIsALimitToo) {
  version_2("/");
  write("sys/fs/cgroup/memory.max", "209715200\n");
  write("sys/fs/cgroup/memory.high", "104857600\n");
  write("sys/fs/cgroup/memory.current", "20971520\n");
  EXPECT_EQ(memory_mib(), 80);
  write("sys/fs/cgroup/memory.max", "max\n");
  EXPECT_EQ(memory_mib(), 80);
  write("sys/fs/cgroup/memory.high", "max\n");
  EXPECT_EQ(memory_mib(), 8192);
}

TEST_F(MachineLimitsTest, MoreUsedThanAllowedIsNothingLeft) {
  version_2("/");
  write("sys/fs/cgroup/memory.max", "1048576\n");
  write("sys/fs/cgroup/memory.current", "2097152\n");
  EXPECT_EQ(memory_mib(), 0);
}

TEST_F(MachineLimitsTest, AQuotaIsRoundedUpToWholeProcessors) {
  version_2("/job");
  write("sys/fs/cgroup/job/cpu.max", "50000 100000\n");
  EXPECT_EQ(processors(), 1);
  write("sys/fs/cgroup/job/cpu.max", "max 100000\n");
  EXPECT_EQ(processors(), MachineLimits("/nowhere").processors());
}

TEST_F(MachineLimitsTest, Version1InADirectoryOfTheContainersOwn) {
  write("proc/self/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/\n");
  write("proc/self/mountinfo",
        "30 25 0:26 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"
        "31 25 0:27 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu,cpuacct\n"
        "32 25 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "104857600\n");
  write("sys/fs/cgroup/memory/memory.usage_in_bytes", "62914560\n");
  write("sys/fs/cgroup/memory/memory.stat", "cache 1\ninactive_file 1\ntotal_inactive_file 20971520\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "100000\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(memory_mib(), 60);
  EXPECT_EQ(processors(), 1);
}

TEST_F(MachineLimitsTest, Version1WithoutLimits) {
  write("proc/self/cgroup", "4:memory:/\n3:cpu:/\n");
  write("proc/self/mountinfo",
        "30 25 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
        "31 25 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n");
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  write("sys/fs/cgroup/memory/memory.usage_in_bytes", "62914560\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(memory_mib(), 8192);
  EXPECT_EQ(processors(), MachineLimits("/nowhere").processors());
}

}  // namespace
}  // namespace selfcheck::cli
