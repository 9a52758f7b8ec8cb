// Exports and imports parts of a job as files, for machines that share no file system: the numbers of a shard go out,
// and its results come back. Files can be imported in any order and as often as one likes: what is there already is
// left as it is. Every part of a file has a checksum, and its end says how many there are. Of a copy that is damaged or
// cut off, what is whole is taken, and a Failure says that something is missing.
#pragma once

#include <cstdint>

#include "job/job_directory.h"
#include "job/shards.h"

namespace selfcheck::cli {

struct Transferred {
  std::uint64_t groups = 0;   // groups of numbers that were written, or are new
  std::uint64_t chunks = 0;   // chunks' results that were written, or are new
  std::uint64_t already = 0;  // groups and results that were there before
};

/// Writes the plan, and the numbers of the shard's groups with what a base knew of them, but never the dummies' seed.
/// The file is as sensitive as the input, and has the mode 0600. Throws a Failure if `to` exists, or lies in a list's
/// directory or in the job's.
Transferred export_work(const Job& job, Shard shard, const fs::path& to);
/// Writes the plan's id and every result of the shard that is done. Results with tags alone are no secret; with slow
/// hashes they are as sensitive as the numbers. Throws a Failure, also if a result is damaged.
Transferred export_results(const Job& job, Shard shard, const fs::path& to);
/// Imports a file of work or of results. Work makes the job in `directory` if there is none there; if there is one,
/// either file must be of its plan. If a result differs from the one that is there already, one of two machines has a
/// fault: the Failure says so, and nothing is replaced. Throws a Failure.
Transferred import_file(const fs::path& file, const fs::path& directory);

}  // namespace selfcheck::cli
