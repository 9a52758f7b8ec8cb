// Parts of a job as files, for machines that share no file system: the numbers of a shard on their way out, results on
// their way back. In any order, and as often as one likes: what is there already is left as it is. Every part of a file
// has a checksum, and its end says how many there are: of a copy that is damaged or cut off what is whole is taken, and
// a Failure tells.
#pragma once

#include <cstdint>

#include "job/job_directory.h"
#include "job/shards.h"

namespace selfcheck::cli {

struct Transferred {
  std::uint64_t groups = 0;   // of numbers
  std::uint64_t chunks = 0;   // of results
  std::uint64_t already = 0;  // of both, that were there
};

/// Writes the plan, and the numbers of the shard's groups, with what a base knew of them; mode 0600: as sensitive as
/// the input. Never the dummies' seed. Throws a Failure: `to` exists, or lies in a list's directory or in the job's.
Transferred export_work(const Job& job, Shard shard, const fs::path& to);
/// Writes the plan's id and every result of the shard that is done. They are no secret as tags; with slow hashes they
/// are as sensitive as the numbers. Throws a Failure, also if a result is damaged.
Transferred export_results(const Job& job, Shard shard, const fs::path& to);
/// Takes either. Work makes the job in `directory` if there is none; both must be of the plan that is there. A result
/// that is there already and differs is a machine's fault, told as one, and nothing is replaced. Throws a Failure.
Transferred import_file(const fs::path& file, const fs::path& directory);

}  // namespace selfcheck::cli
