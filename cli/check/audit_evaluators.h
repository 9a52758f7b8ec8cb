// Asks a keyed list's evaluators, as a reader's client does, about the one text whose evaluation is known: the canary.
#pragma once

#include <vector>

#include "check/audit.h"

namespace selfcheck::cli {

/// Returns one finding for each pinned evaluator, `evaluator_1` and so on: good (pass), busy or unreachable (warn),
/// without this list's share, wrong, or at an address that can't be asked (fail). The last finding is
/// `evaluators_together`: whether any `threshold` of the good ones give the canary's evaluation that is in the
/// manifest; it is a fail also if they are too few. The manifest must be of a list that check_evaluation and
/// check_pinned_evaluators did not fail. Throws a Failure if a signal asks to stop.
[[nodiscard]] std::vector<Finding> audit_evaluators(const Manifest& manifest, const Pin& pin);

}  // namespace selfcheck::cli
