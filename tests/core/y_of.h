// evaluate_input() as a function that returns y. That moves y, which only matters on a machine that computes wrongly.
#pragma once

#include "selfcheck/evaluation.h"

namespace selfcheck::test {

inline Result<voprf::Output> y_of(const voprf::EvaluationKey& key, ByteSpan input, voprf::Uniform uniform,
                                  const voprf::Element& blinded, std::span<const EvaluatorAnswer> answers) {
  voprf::Output y;
  if (auto done = evaluate_input(key, input, uniform, blinded, answers, y); !done) {
    return tl::unexpected<Error>(done.error());
  }
  return y;
}

}  // namespace selfcheck::test
