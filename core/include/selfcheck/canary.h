// The canary of a list (Canary in manifest.h): what proves that an engine hashes rightly, and that a bucket can be
// read. docs/FORMAT.md sections 10 and 11.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "selfcheck/error.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// The canary of a group: `canary:` and the first 13 hex digits of BLAKE2b-256 with personalisation
/// `selfcheck.canary` of the group salt, so that one slow hash proves the engine for every list of the group.
std::string canary_text(const GroupSalt& group_salt);

/// Whether `hash` is what the manifest says that the canary's slow hash is.
[[nodiscard]] bool is_canary_hash(const Manifest& manifest, const SlowHash& hash);

/// Puts the canary's evaluation and its proof into a keyed list's manifest, which needs `evaluation` and canary.text.
/// `key`: K. `random`: 32 fresh random bytes. Error: evaluation_key if K is not the manifest's key, or this machine has
/// computed wrongly. Wipes what it leaves.
[[nodiscard]] Result<void> evaluate_canary(Manifest& manifest, const voprf::Scalar& key,
                                           std::span<const std::uint8_t, 32> random);

/// That the canary's evaluation was made with the list's key, by its proof; nothing of a list without a key. With it a
/// machine proves that it hashes to the group, and verifies proofs. Error: evaluation_key.
[[nodiscard]] Result<void> verify_canary_evaluation(const Manifest& manifest);

/// Computes the canary's slow hash, anew with every call, and compares it with the manifest's; and
/// verify_canary_evaluation(). Needs group_salt, argon2, evaluation and canary. Errors: canary_hash, out_of_memory,
/// limits, evaluation_key.
[[nodiscard]] Result<void> prove_canary(const Manifest& manifest);

/// What every bucket of the list holds for the canary, by the hash that the manifest gives: no slow hash is computed.
/// Needs list_id, nonce, values, evaluation and canary.
[[nodiscard]] std::uint64_t canary_value(const Manifest& manifest);

}  // namespace selfcheck
