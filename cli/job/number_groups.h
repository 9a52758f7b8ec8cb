// Stores a job's numbers, which are distinct and sorted by key. Each group is a sealed file with eight bytes for each
// number.
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

/// Reads a group's numbers. Throws a Failure if the file is missing or damaged, or does not hold as many numbers as the
/// plan says, sorted and distinct. Numbers can't be made again without the input: the Failure says to prepare the job
/// again, or to import them.
[[nodiscard]] Numbers read_numbers(const Job& job, std::uint64_t group);
/// Whether the group's numbers are on this machine. A job that was imported has only those of its shard.
[[nodiscard]] bool has_numbers(const Job& job, std::uint64_t group);

/// The slow hash of a number, which an earlier job knew (--base).
struct KnownHash {
  std::uint64_t position = 0;  // where the number is in its group
  ByteArray<32> hash{};        // H, which is as secret as the number
};
using KnownHashes = std::vector<KnownHash, LockedAllocator<KnownHash>>;

inline constexpr std::size_t kKnownHashSize = sizeof(std::uint64_t) + sizeof(KnownHash::hash);  // its bytes in a file

/// Reads what is known of a group, in the order of positions. It is empty if the job has no base. Throws a Failure if
/// the file is missing or damaged.
[[nodiscard]] KnownHashes read_known(const Job& job, std::uint64_t group);

/// Writes a group's file. `numbers` must be sorted and distinct, as read_numbers demands. Throws a Failure.
void write_numbers(const fs::path& job, const PlanId& plan, std::uint64_t group, std::span<const NumberKey> numbers);
/// Writes what a base knows of a group. A job with a base has this file for every group, even if nothing is known.
/// Throws a Failure.
void write_known(const fs::path& job, const PlanId& plan, std::uint64_t group, const KnownHashes& known);

}  // namespace selfcheck::cli
