// The last look at an edition before it is signed: its bucket files, read back from the disk and asked as a reader
// would ask them.
#pragma once

#include <cstdint>
#include <vector>

#include "hashing/tag_store.h"
#include "list/list_writer.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// A number that was hashed a second time: in this bucket, its value must be found.
struct SampledEntry {
  std::uint32_t bucket = 0;
  std::uint64_t tag = 0;
};

/// Verifies length, proof and coding of every bucket file as a client does, and that it holds the canary, every entry
/// in `tags`, and every entry of the sample. Throws a Failure (machine_fault.h) if anything differs. Shows progress.
void check_written_list(const Manifest& manifest, const TagStore& tags, std::vector<SampledEntry> sample,
                        const ListWriter& writer);

}  // namespace selfcheck::cli
