// The tag of a number in one edition of a list, by the scheme that its manifest names.
#pragma once

#include <cstdint>

#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// T, from H and, of a keyed list, y. Needs list_id, nonce and evaluation. Ends the program if a keyed list's y is
/// missing, or a static list is given one.
[[nodiscard]] std::uint64_t edition_tag(const Manifest& manifest, const SlowHash& hash, const voprf::Output* y);

}  // namespace selfcheck
