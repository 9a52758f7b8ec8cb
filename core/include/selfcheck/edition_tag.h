// The tag of a number in one edition of a list. The scheme that the manifest names decides how it is computed.
#pragma once

#include <cstdint>

#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// Returns T, which is made of H and, for a keyed list, of y. `y` is null for a static list. The manifest must have
/// list_id, nonce and evaluation. Ends the program if a keyed list's y is missing, or a static list is given one.
[[nodiscard]] std::uint64_t edition_tag(const Manifest& manifest, const SlowHash& hash, const voprf::Output* y);

}  // namespace selfcheck
