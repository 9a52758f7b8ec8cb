// The numbers of a job, sorted by key, distinct, group by group: a sealed file each, with eight bytes a number.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/locked_memory.h"
#include "input/number_key.h"
#include "job/job_directory.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

using Numbers = std::vector<NumberKey, LockedAllocator<NumberKey>>;

/// A group's numbers. Throws a Failure if the file is missing or damaged, or holds anything else than the plan says:
/// the number of them, sorted, distinct. Numbers can't be made again without the input: the failure says to prepare
/// again, or to import them.
[[nodiscard]] Numbers read_numbers(const Job& job, std::uint64_t group);
/// Whether the group's numbers are on this machine: a job that was imported has those of its shard only.
[[nodiscard]] bool has_numbers(const Job& job, std::uint64_t group);

/// A number whose H an earlier job knew (--base).
struct KnownHash {
  std::uint64_t position = 0;  // in the group
  ByteArray<32> hash{};        // H: as secret as the number
};
using KnownHashes = std::vector<KnownHash, LockedAllocator<KnownHash>>;

inline constexpr std::size_t kKnownHashSize = sizeof(std::uint64_t) + sizeof(KnownHash::hash);  // in a file

/// Of a group, in the order of positions. Empty if the job has no base. Throws a Failure if the file is
/// missing or damaged.
[[nodiscard]] KnownHashes read_known(const Job& job, std::uint64_t group);

/// Writes a group's file. `numbers` must be as read_numbers would have them. Throws a Failure.
void write_numbers(const fs::path& job, const PlanId& plan, std::uint64_t group, std::span<const NumberKey> numbers);
/// The same for what a base knows of a group; written for every group of a job that has a base, and if it is nothing.
void write_known(const fs::path& job, const PlanId& plan, std::uint64_t group, const KnownHashes& known);

}  // namespace selfcheck::cli
