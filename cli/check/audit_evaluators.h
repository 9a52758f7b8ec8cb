// Asks a keyed list's evaluators, as a reader's client does, about the one text whose evaluation is known: the canary.
#pragma once

#include <vector>

#include "check/audit.h"

namespace selfcheck::cli {

/// One finding for each pinned evaluator, `evaluator_1` and so on: good (pass), busy or unreachable (warn), without
/// this list's share or wrong (fail). Then `evaluators_together`: whether any `threshold` of the good ones give the
/// canary's evaluation that is in the manifest; a fail also if they are too few. The manifest is of a list that
/// check_evaluation and check_pinned_evaluators passed. Throws a Failure if a signal asks to stop.
[[nodiscard]] std::vector<Finding> audit_evaluators(const Manifest& manifest, const Pin& pin);

}  // namespace selfcheck::cli
