// Fills and encodes buckets. The same tags, manifest and seed give the same bytes.
#pragma once

#include <cstdint>
#include <span>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// 32 random bytes that only the publisher ever has: with them, dummies could be told from entries.
using DummySeed = SecretBytes<32>;

/// The body of bucket `index`: the entries' values, the canary's, and dummies up to values.count.
/// Dummy j is the first 8 bytes, little-endian, of BLAKE2b-128 with key `seed`, personalisation `selfcheck.dummy1`,
/// over list_id || nonce || index (4 bytes LE) || j (4 bytes LE), mapped like a tag; values already there are skipped.
/// `manifest` needs list_id, nonce, values and canary. `tags` need no order. Error: too_many_entries.
[[nodiscard]] Result<Bytes> build_bucket(const Manifest& manifest, std::uint32_t index,
                                         std::span<const std::uint64_t> tags, const DummySeed& seed);

}  // namespace selfcheck
