// From strings to elements and scalars (RFC 9380, and RFC 9497 section 4.1).
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "selfcheck/bytes.h"
#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// RFC 9497 section 3.1, CreateContextString(0x01, "ristretto255-SHA512"): mode 0x01 is VOPRF. 28 bytes.
inline constexpr std::string_view kContext{"OPRFV1-\x01-ristretto255-SHA512", 28};

/// A message in parts, one after the other.
using Parts = std::initializer_list<ByteSpan>;

/// RFC 9380 section 5.3.1, expand_message_xmd with SHA-512: fills `out`, of 1 to 16,320 bytes. `dst` has at most 255
/// bytes.
void expand_message_xmd(Parts message, std::string_view dst, std::span<std::uint8_t> out);

/// RFC 9497 section 4.1, HashToGroup, with DST `HashToGroup-` || kContext. Of an identifier, the result is as secret as
/// the identifier. It is never the identity, but with a chance of 2^-252.
[[nodiscard]] Element hash_to_group(ByteSpan message);

/// RFC 9497 section 4.1, HashToScalar, with DST `HashToScalar-` || kContext.
[[nodiscard]] Scalar hash_to_scalar(Parts message);

}  // namespace selfcheck::voprf
