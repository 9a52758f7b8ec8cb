// Tells what this process may use of the machine: what is there, less what an affinity mask or a control group (a
// container, a batch system's job, a systemd unit) keeps from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace selfcheck::cli {

class MachineLimits {
 public:
  /// `root` is where `proc` and `sys` are looked for: `/`, or a test's own directory.
  explicit MachineLimits(std::filesystem::path root = "/") : root_(std::move(root)) {}

  /// Returns how many processors the affinity mask (sched_getaffinity(2)) allows, but no more than the CPU quota of
  /// this control group and of those above it comes to, rounded up (`cpu.max` in version 2, `cpu.cfs_quota_us` and
  /// `cpu.cfs_period_us` in version 1). At least 1.
  [[nodiscard]] unsigned processors() const;

  /// Returns how many KiB can still be taken before the system swaps or a control group kills: the least of
  /// `MemAvailable` (proc(5)) and, for this control group and those above it, the limit less what is used and can't be
  /// reclaimed (`memory.max` or `memory.high`, `memory.current`, `inactive_file` of `memory.stat`; their like in
  /// version 1). Returns nothing if no file tells.
  [[nodiscard]] std::optional<std::uint64_t> available_memory_kib() const;

 private:
  std::filesystem::path root_;
};

}  // namespace selfcheck::cli
