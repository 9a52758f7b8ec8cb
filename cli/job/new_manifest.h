// A new edition's manifest, as far as it is known before the numbers are.
#pragma once

#include "job/build.h"
#include "list/present_edition.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Ids, times, texts, salt and parameters, from the options, the present edition (if there is one), and randomness.
/// The canary's hash is missing, and all that depends on the numbers. Throws a Failure if the options contradict
/// the present edition, or ask for a list that is too cheap to open.
Manifest new_manifest(const BuildOptions& options, const PresentEdition& present);

}  // namespace selfcheck::cli
