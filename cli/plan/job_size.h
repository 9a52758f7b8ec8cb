// How much room a job takes on the disk. What `plan` says, and what `prepare` and `build` ask the file system
// for before anything is hashed.
//
// By the layout of job/job_directory.h, each file with a seal of 104 bytes and rounded up to blocks of 4 KiB:
//
//   sorted into partitions   8 bytes a row (a key, input/number_key.h), before duplicates are dropped
//   numbers                  8 bytes an entry
//   known hashes             40 bytes each: where it is in its group, and H; only with a base
//   results                  8 bytes an entry (T), 32 more with kept hashes (H); 32 of a keyed list (H alone); some 100
//                            bytes a chunk
//   the list                 its bucket files, beside those of the edition that is there
#pragma once

#include <cstdint>

#include "selfcheck/layout.h"

namespace selfcheck::cli {

/// A job, as far as its size depends on it.
struct JobShape {
  std::uint64_t entries = 0;  // distinct numbers, at least 1
  std::uint64_t rows = 0;     // of the input, that hold a number: at least `entries`
  Layout layout{};
  bool tags = true;                // results hold T
  bool hashes = false;             // results hold H: kept, or of a keyed list
  std::uint64_t known = 0;         // entries whose H comes from an earlier job
  std::uint64_t chunk_size = 16;   // numbers a chunk: JobPlan::chunk_size, or the fewest that there can be
  std::uint64_t group_chunks = 1;  // chunks a group: JobPlan::group_chunks, or the fewest that there can be
};

/// Bytes on the disk: an upper bound, and a close one for more than some 10,000 numbers.
struct JobSize {
  std::uint64_t sorting = 0;  // in JOB/.prepare-XXXXXX; gone once the job is prepared
  std::uint64_t numbers = 0;  // in JOB/numbers
  std::uint64_t known = 0;    // in JOB/known
  std::uint64_t results = 0;  // in JOB/tags, once all are there
  std::uint64_t list = 0;     // new files in the list's directory

  /// While `prepare` runs, in the job's directory.
  [[nodiscard]] std::uint64_t preparing() const { return sorting + numbers + known; }
  /// In the job's directory from the last hash on, until the job is wiped.
  [[nodiscard]] std::uint64_t job() const { return numbers + known + results; }
  /// The most that the job's directory ever holds.
  [[nodiscard]] std::uint64_t job_peak() const;
  /// The most that both hold at one time: what must be free if they are on one file system.
  [[nodiscard]] std::uint64_t peak() const;
};

[[nodiscard]] JobSize job_size(const JobShape& shape);

}  // namespace selfcheck::cli
