// Checks an edition for the last time before it is signed: its bucket files are read back from the disk, and asked as a
// reader would ask them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "list/list_writer.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// A number that was hashed a second time. The value of its tag must be found in this bucket.
struct SampledEntry {
  std::uint32_t bucket = 0;
  std::uint64_t tag = 0;
};

/// Returns the sorted tags of bucket 0, at the next call those of bucket 1, and so on.
using NextBucket = std::function<const std::vector<std::uint64_t>&()>;

/// Verifies length, proof and coding of every bucket file as a client does, and that it holds the canary, every entry
/// that `next_bucket` gives, and every entry of the sample. Throws a Failure (machine_fault.h) if anything differs.
/// Shows progress.
void check_written_list(const Manifest& manifest, const NextBucket& next_bucket, std::vector<SampledEntry> sample,
                        const ListWriter& writer);

}  // namespace selfcheck::cli
