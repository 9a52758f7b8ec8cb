#include "hashing/machine_limits.h"

#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace selfcheck::cli {
namespace {

namespace fs = std::filesystem;

enum class Version { v1, v2 };

// The control groups that limit one resource: this process's own first, then those above it as far as they are visible.
struct Groups {
  Version version{};
  std::vector<fs::path> directories;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A line of /proc/self/mountinfo (proc(5)): ID PARENT MAJOR:MINOR ROOT MOUNT-POINT OPTIONS [TAGS] - TYPE SOURCE
// OPTIONS.
struct Mount {
  std::string root, point, type, options;
};

std::optional<Mount> read_mount(const std::string& line) {
  const auto fields = split(line, ' ');
  const auto dash = std::find(fields.begin(), fields.end(), "-");
  if (dash - fields.begin() < 6 || fields.end() - dash < 4) return std::nullopt;
  return Mount{fields[3], fields[4], dash[1], dash[3]};
}

// Returns the group's path below a mount, since a container may be shown its own part of the tree only.
fs::path below(const Mount& mount, const std::string& group) {
  if (mount.root == "/") return fs::path(group).relative_path();
  if (group == mount.root) return {};
  if (group.starts_with(mount.root + "/")) return group.substr(mount.root.size() + 1);
  return {};
}

Groups find_groups(const fs::path& root, const std::string& controller) {
  // The lines of /proc/self/cgroup (cgroups(7)) are ID:CONTROLLERS:PATH; version 2's has no controllers.
  std::string path_v1, path_v2;
  std::ifstream cgroup(root / "proc/self/cgroup");
  for (std::string line; std::getline(cgroup, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1), path = line.substr(second + 1);
    if (controllers.empty()) path_v2 = path;
    if (has(split(controllers, ','), controller)) path_v1 = path;
  }

  Groups groups;
  std::ifstream mounts(root / "proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    const auto mount = read_mount(line);
    if (!mount) continue;
    // A controller is managed by one version: where version 1 has it, version 2's groups say nothing of it.
    const bool v1 = mount->type == "cgroup" && has(split(mount->options, ','), controller);
    const bool v2 = mount->type == "cgroup2" && path_v1.empty();
    if (!v1 && !v2) continue;
    groups.version = v1 ? Version::v1 : Version::v2;
    groups.directories.clear();
    const fs::path top = root / fs::path(mount->point).relative_path();
    fs::path directory = top / below(*mount, v1 ? path_v1 : path_v2);
    if (!directory.has_filename()) directory = directory.parent_path();
    for (; directory != top && directory.has_relative_path(); directory = directory.parent_path()) {
      groups.directories.push_back(directory);
    }
    groups.directories.push_back(top);
  }
  return groups;
}

// Returns a file's first whole number, or nothing if there is none: version 2 writes `max` for "no limit".
std::optional<std::uint64_t> read_number(const fs::path& file) {
  std::ifstream stream(file);
  std::int64_t number = 0;  // version 1 writes -1 for "no quota"
  if (!(stream >> number) || number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

// Returns the number behind `name` in a file of lines `NAME NUMBER`, or 0 if there is none.
std::uint64_t read_field(const fs::path& file, std::string_view name) {
  std::ifstream stream(file);
  std::string field;
  for (std::uint64_t number = 0; stream >> field >> number;) {
    if (field == name) return number;
  }
  return 0;
}

std::optional<double> quota(const Groups& groups, const fs::path& directory) {
  if (groups.version == Version::v2) {
    std::ifstream stream(directory / "cpu.max");
    double quota_us = 0, period_us = 0;
    if (!(stream >> quota_us >> period_us) || period_us <= 0) return std::nullopt;
    return quota_us / period_us;
  }
  const auto quota_us = read_number(directory / "cpu.cfs_quota_us");
  const auto period_us = read_number(directory / "cpu.cfs_period_us");
  if (!quota_us || !period_us || *period_us == 0) return std::nullopt;
  return static_cast<double>(*quota_us) / static_cast<double>(*period_us);
}

// Returns the lower limit where there are two, as in version 2: above memory.high a process is slowed down until it
// hardly moves.
std::optional<std::uint64_t> memory_limit(const Groups& groups, const fs::path& directory) {
  if (groups.version == Version::v1) return read_number(directory / "memory.limit_in_bytes");
  const auto hard = read_number(directory / "memory.max"), soft = read_number(directory / "memory.high");
  if (!hard || !soft) return hard ? hard : soft;
  return std::min(*hard, *soft);
}

std::optional<std::uint64_t> memory_left(const Groups& groups, const fs::path& directory) {
  const bool v2 = groups.version == Version::v2;
  const auto limit = memory_limit(groups, directory);
  const auto used = read_number(directory / (v2 ? "memory.current" : "memory.usage_in_bytes"));
  if (!limit || !used) return std::nullopt;
  // Cached files that nobody has used for a while are given up before anything is killed.
  const std::uint64_t cached = read_field(directory / "memory.stat", v2 ? "inactive_file" : "total_inactive_file");
  const std::uint64_t held = *used - std::min(*used, cached);
  return *limit - std::min(*limit, held);
}

unsigned allowed_by_affinity() {
  // The kernel refuses a mask that is smaller than its own, which has room for all processors that there could be.
  constexpr std::size_t kMostProcessors = 1 << 16;
  for (std::size_t room = CPU_SETSIZE; room <= kMostProcessors; room *= 2) {
    std::vector<unsigned char> mask(CPU_ALLOC_SIZE(room));
    auto* set = reinterpret_cast<cpu_set_t*>(mask.data());
    if (sched_getaffinity(0, mask.size(), set) == 0) {
      return static_cast<unsigned>(std::max(1, CPU_COUNT_S(mask.size(), set)));
    }
    if (errno != EINVAL) break;
  }
  return 1;
}

}  // namespace

unsigned MachineLimits::processors() const {
  unsigned processors = allowed_by_affinity();
  const Groups groups = find_groups(root_, "cpu");
  for (const fs::path& directory : groups.directories) {
    const auto limit = quota(groups, directory);
    if (!limit) continue;
    processors = std::min(processors, static_cast<unsigned>(std::clamp(std::ceil(*limit), 1.0, 1e6)));
  }
  return processors;
}

std::optional<std::uint64_t> MachineLimits::available_memory_kib() const {
  std::optional<std::uint64_t> least;
  const auto take = [&least](std::uint64_t kib) { least = std::min(least.value_or(kib), kib); };
  std::ifstream meminfo(root_ / "proc/meminfo");
  std::string name, rest;
  for (std::uint64_t kib = 0; meminfo >> name >> kib; std::getline(meminfo, rest)) {
    if (name == "MemAvailable:") take(kib);
  }
  const Groups groups = find_groups(root_, "memory");
  for (const fs::path& directory : groups.directories) {
    if (const auto bytes = memory_left(groups, directory)) take(*bytes / 1024);
  }
  return least;
}

}  // namespace selfcheck::cli
