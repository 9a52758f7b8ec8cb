// Computes how much room a job takes on the disk. `plan` shows it, and `prepare` and `build` make sure that the file
// system has it before anything is hashed.
//
// A job has the files of job/job_directory.h. Each has a seal of 104 bytes, and is rounded up to blocks of 4 KiB:
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

/// The properties of a job that its size depends on.
struct JobShape {
  std::uint64_t entries = 0;  // distinct numbers, at least 1
  std::uint64_t rows = 0;     // rows of the input that hold a number, at least `entries`
  Layout layout{};
  bool tags = true;                // results hold T
  bool hashes = false;             // results hold H, because it is kept or the list is keyed
  std::uint64_t known = 0;         // entries whose H comes from an earlier job
  std::uint64_t chunk_size = 16;   // JobPlan::chunk_size, or the fewest numbers that a chunk can have
  std::uint64_t group_chunks = 1;  // JobPlan::group_chunks, or the fewest chunks that a group can have
};

/// Bytes on the disk. They are an upper bound, and a close one for more than some 10,000 numbers.
struct JobSize {
  std::uint64_t sorting = 0;  // in JOB/.prepare-XXXXXX; gone once the job is prepared
  std::uint64_t numbers = 0;  // in JOB/numbers
  std::uint64_t known = 0;    // in JOB/known
  std::uint64_t results = 0;  // in JOB/tags, once all are there
  std::uint64_t list = 0;     // new files in the list's directory

  /// What the job's directory holds at most while `prepare` runs.
  [[nodiscard]] std::uint64_t preparing() const { return sorting + numbers + known; }
  /// What the job's directory holds from the last hash on, until the job is wiped.
  [[nodiscard]] std::uint64_t job() const { return numbers + known + results; }
  /// The most that the job's directory ever holds.
  [[nodiscard]] std::uint64_t job_peak() const;
  /// The most that the job's and the list's directory hold at one time, which must be free if they are on one file
  /// system.
  [[nodiscard]] std::uint64_t peak() const;
};

[[nodiscard]] JobSize job_size(const JobShape& shape);

}  // namespace selfcheck::cli
