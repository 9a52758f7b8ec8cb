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

/// Returns the size of an encoded bucket in bytes: count * (p + 2) bits, rounded up.
[[nodiscard]] std::uint64_t encoded_size(ValueSpace space);

/// Encodes `values`, which must be exactly space.count numbers below space.size(), strictly increasing. Error:
/// bucket_encoding if they are not.
[[nodiscard]] Result<Bytes> encode(ValueSpace space, std::span<const std::uint64_t> values);

/// Returns the values, strictly increasing. Errors: bucket_length if `encoded` has another size than encoded_size();
/// bucket_encoding for anything else that `encode` does not write.
[[nodiscard]] Result<std::vector<std::uint64_t>> decode(ValueSpace space, ByteSpan encoded);

}  // namespace selfcheck::elias_fano
