// Fills and encodes buckets. The same tags, manifest and seed give the same bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// The canary of a group: `canary:` and the first 13 hex digits of BLAKE2b-256 with personalisation
/// `selfcheck.canary` of the group salt, so that one slow hash proves the engine for every list of the group.
std::string canary_text(const GroupSalt& group_salt);

/// 32 random bytes that only the publisher ever has: with them, dummies could be told from entries.
using DummySeed = SecretBytes<32>;

/// The body of bucket `index`: the entries' values, the canary's, and dummies up to values.count.
/// Dummy j is the first 8 bytes, little-endian, of BLAKE2b-128 with key `seed`, personalisation `selfcheck.dummy1`,
/// over list_id || nonce || index (4 bytes LE) || j (4 bytes LE), mapped like a tag; values already there are skipped.
/// `manifest` needs list_id, nonce, values and canary. `tags` need no order. Error: too_many_entries.
[[nodiscard]] Result<Bytes> build_bucket(const Manifest& manifest, std::uint32_t index,
                                         std::span<const std::uint64_t> tags, const DummySeed& seed);

}  // namespace selfcheck
