// Elias-Fano coding of a bucket's values (Elias 1974, Fano 1971), in the one form that the format allows: the
// length depends on the count alone, and every set of values has exactly one encoding. docs/FORMAT.md section 5.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/tag.h"

namespace selfcheck::elias_fano {

/// Bytes of an encoded bucket: count * (p + 2) bits, rounded up.
[[nodiscard]] std::uint64_t encoded_size(ValueSpace space);

/// `values` must be exactly space.count numbers below space.size(), strictly increasing; else bucket_encoding.
[[nodiscard]] Result<Bytes> encode(ValueSpace space, std::span<const std::uint64_t> values);

/// The values, strictly increasing. Errors: bucket_length; bucket_encoding for anything `encode` does not write.
[[nodiscard]] Result<std::vector<std::uint64_t>> decode(ValueSpace space, ByteSpan encoded);

}  // namespace selfcheck::elias_fano
