// Says which date a new edition gets, and whether its end leaves it any time.
#pragma once

#include <optional>

#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Returns the date `asked` for, with a warning if it lies in the future; or, if none is asked for, this machine's
/// time, `now`. `present` is the edition that the new one follows, or null. Throws a Failure if none is asked for and
/// the clock is behind that edition: readers would find the new one expired too early, or at once.
[[nodiscard]] Timestamp publication_date(std::optional<Timestamp> asked, const Manifest* present, Timestamp now);

/// Throws a Failure if readers would refuse the end of `manifest`: it must come after its date, and within
/// kMaxValidity.
void fail_unless_end_fits(const Manifest& manifest);

/// Warns if `manifest`, which is about to be published, has expired already. Of a withdrawn edition nobody expects
/// more.
void warn_if_expired(const Manifest& manifest, Timestamp now);

}  // namespace selfcheck::cli
