// A new edition's manifest, as far as it is known before the numbers are.
#pragma once

#include <optional>

#include "build.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Ids, times, texts, salt and parameters, from the options, the edition that `present` is (if any), and randomness.
/// The canary's hash is missing, and all that depends on the numbers. Throws a Failure if the options contradict
/// the present edition, or ask for a list that is too cheap to open.
Manifest new_manifest(const BuildOptions& options, const std::optional<Manifest>& present);

}  // namespace selfcheck::cli
