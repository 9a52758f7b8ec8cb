// The nonce of a proof. One nonce used for two questions gives the key away, and virtual machines are cloned with their
// random generators: so it depends on the question, too. docs/FORMAT.md, "The evaluator's answer".
#pragma once

#include <span>

#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// SHA-512(`selfcheck-nonce1` || key || random || message) modulo q. `random`: 32 fresh random bytes.
[[nodiscard]] Scalar proof_nonce(const Scalar& key, std::span<const std::uint8_t, 32> random, ByteSpan message);

}  // namespace selfcheck::voprf
