// Says which date a new edition gets.
#pragma once

#include <optional>

#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Returns the date `asked` for, with a warning if it lies in the future; or, if none is asked for, this machine's
/// time, `now`. `present` is the edition that the new one follows, or null. Throws a Failure if none is asked for and
/// the clock is behind that edition: readers would find the new one expired too early, or at once.
[[nodiscard]] Timestamp publication_date(std::optional<Timestamp> asked, const Manifest* present, Timestamp now);

}  // namespace selfcheck::cli
