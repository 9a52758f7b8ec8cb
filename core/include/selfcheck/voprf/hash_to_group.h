// Hashes strings to elements and to scalars (RFC 9380, and RFC 9497 section 4.1).
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "selfcheck/bytes.h"
#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// The 28 bytes of CreateContextString(0x01, "ristretto255-SHA512") of RFC 9497 section 3.1, where mode 0x01 is VOPRF.
inline constexpr std::string_view kContext{"OPRFV1-\x01-ristretto255-SHA512", 28};

/// A message in parts, which follow each other without a gap.
using Parts = std::initializer_list<ByteSpan>;

/// Fills `out`, which must have 1 to 16,320 bytes, by expand_message_xmd of RFC 9380 section 5.3.1 with SHA-512. `dst`
/// must have at most 255 bytes. Ends the program if either size is out of range.
void expand_message_xmd(Parts message, std::string_view dst, std::span<std::uint8_t> out);

/// Returns HashToGroup of RFC 9497 section 4.1, with DST `HashToGroup-` || kContext. The result for an identifier is as
/// secret as the identifier. The chance that it is the identity is 2^-252.
[[nodiscard]] Element hash_to_group(ByteSpan message);

/// Returns HashToScalar of RFC 9497 section 4.1, with DST `HashToScalar-` || kContext.
[[nodiscard]] Scalar hash_to_scalar(Parts message);

}  // namespace selfcheck::voprf
