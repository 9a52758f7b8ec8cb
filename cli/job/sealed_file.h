// The format of a job's files. Each says what it is and of which plan, and has a checksum, so that what a power cut, a
// bad disk or another job has left is never taken for work that was done.
//
//   16 bytes  `selfcheck-job/1\n`
//    8 bytes  what it is (SealedKind), little-endian like all numbers here
//   32 bytes  the plan's id
//    8 bytes  index: which group or chunk
//    8 bytes  size of the content
//             the content
//   32 bytes  BLAKE2b-256 of all that is before it
#pragma once

#include <cstdint>
#include <tl/expected.hpp>

#include "files/files.h"
#include "selfcheck/bytes.h"

namespace selfcheck::cli {

/// BLAKE2b-256 of plan.json, so that no result of one plan can be taken for another's.
using PlanId = Digest;

enum class SealedKind : std::uint64_t {
  numbers = 1,  // a group's numbers (number_groups.h)
  known = 2,    // a group's hashes from an earlier job (number_groups.h)
  chunk = 3,    // a chunk's result (chunk_store.h)
  group = 4,    // the results of all of a group's chunks (chunk_store.h)
  work = 5,     // numbers on their way to another machine (transfer_file.h)
  results = 6,  // results on their way back (transfer_file.h)
};

struct SealedName {
  SealedKind kind;
  PlanId plan;
  std::uint64_t index = 0;
};

enum class SealedProblem {
  missing,
  unreadable,
  damaged,        // too short or too long, or the checksum is wrong
  other_version,  // made by another version of selfcheck: its first line is another one
  other_plan,
  other_thing,  // whole, but of another kind or index than was asked for
};

/// The largest file that is read, in bytes: many times what cut_work (job_plan.h) lets a group have.
inline constexpr std::size_t kMaxSealedSize = std::size_t{1} << 30;

/// Writes a file beside `path`, waits until it is on the disk, renames it to `path`, and syncs the directory: after a
/// power cut the file is there whole or not at all, and a file whose name begins with a dot may be left. Its mode is
/// 0600. It replaces what was there. Throws a Failure.
void write_sealed(const fs::path& path, const SealedName& name, ByteSpan content);

/// Returns the content of a file that is whole and is what `name` says. A caller who knows that it is secret must wipe
/// it.
[[nodiscard]] tl::expected<Bytes, SealedProblem> read_sealed(const fs::path& path, const SealedName& name);

/// Returns the problem as a clause: `it is damaged`.
[[nodiscard]] std::string_view describe(SealedProblem problem);

}  // namespace selfcheck::cli
