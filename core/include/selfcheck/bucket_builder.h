// Fills and encodes buckets. The same tags, manifest and seed give the same bytes.
#pragma once

#include <cstdint>
#include <span>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// 32 random bytes that only the publisher ever has, because whoever has them can tell dummies from entries.
using DummySeed = SecretBytes<32>;

/// Returns the body of bucket `index`: the values of its entries, the canary's value, and as many dummies as make it
/// values.count. Dummy j is the first 8 bytes, little-endian, of BLAKE2b-128 with key `seed`, personalisation
/// `selfcheck.dummy1`, over list_id || nonce || index (4 bytes LE) || j (4 bytes LE), and becomes a value as a tag
/// does; one whose value is already there is skipped. `manifest` must have list_id, nonce, values and canary, and for
/// a keyed list evaluation. `tags` may come in any order. Error: too_many_entries.
[[nodiscard]] Result<Bytes> build_bucket(const Manifest& manifest, std::uint32_t index,
                                         std::span<const std::uint64_t> tags, const DummySeed& seed);

}  // namespace selfcheck
