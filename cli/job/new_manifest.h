// Makes a new edition's manifest, as far as it can be known before the numbers are.
#pragma once

#include "job/list_options.h"
#include "list/present_edition.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Makes the ids, times, texts, salts and parameters from the options, the present edition (if there is one), the time
/// `now`, and randomness. Takes the group salt from `base`, an earlier job's manifest, unless that is null. The
/// canary's hash, and all that depends on the numbers, is missing. Throws a Failure if the options contradict the
/// present edition or the base, break a limit, or ask for a list that is too cheap to open.
Manifest new_manifest(Kind kind, const ListOptions& options, const PresentEdition& present, const Manifest* base,
                      Timestamp now);

}  // namespace selfcheck::cli
