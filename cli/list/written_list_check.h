// The last look at an edition before it is signed: its bucket files, read back from the disk and asked as a reader
// would ask them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "list/list_writer.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// A number that was hashed a second time: in this bucket, its value must be found.
struct SampledEntry {
  std::uint32_t bucket = 0;
  std::uint64_t tag = 0;
};

/// The tags of bucket 0, then of bucket 1, and so on, sorted within a bucket.
using NextBucket = std::function<const std::vector<std::uint64_t>&()>;

/// Verifies length, proof and coding of every bucket file as a client does, and that it holds the canary, every entry
/// that `next_bucket` gives, and every entry of the sample. Throws a Failure (machine_fault.h) if anything differs.
/// Shows progress.
void check_written_list(const Manifest& manifest, const NextBucket& next_bucket, std::vector<SampledEntry> sample,
                        const ListWriter& writer);

}  // namespace selfcheck::cli
