// The nonce of a proof. A nonce that is used for two questions gives the key away, and a cloned virtual machine repeats
// its random bytes. So the nonce depends on the question, too. docs/FORMAT.md, "The evaluator's answer".
#pragma once

#include <span>

#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// Returns SHA-512(`selfcheck-nonce1` || key || random || message) modulo q. `random` is 32 fresh random bytes, and
/// `message` is the question, or the canary's text.
[[nodiscard]] Scalar proof_nonce(const Scalar& key, std::span<const std::uint8_t, 32> random, ByteSpan message);

}  // namespace selfcheck::voprf
