// The canary of a list (Canary in manifest.h) proves that an engine hashes correctly, and that a bucket can be read.
// docs/FORMAT.md sections 8, 10 and 11.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "selfcheck/error.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// Returns the canary's text of a group: `canary:` and the first 13 hex digits of BLAKE2b-256 with personalisation
/// `selfcheck.canary` of the group salt. So one slow hash proves the engine for every list of the group.
std::string canary_text(const GroupSalt& group_salt);

/// Returns whether `hash` is the canary's slow hash according to the manifest.
[[nodiscard]] bool is_canary_hash(const Manifest& manifest, const SlowHash& hash);

/// Puts the canary's evaluation and its proof into a keyed list's manifest, which must have `evaluation` and
/// canary.text. `key` is K; `random` is 32 fresh random bytes. Error: evaluation_key if K is not the manifest's key, or
/// this machine has made a mistake. Wipes the secrets that it leaves on the stack.
[[nodiscard]] Result<void> evaluate_canary(Manifest& manifest, const voprf::Scalar& key,
                                           std::span<const std::uint8_t, 32> random);

/// Verifies, by its proof, that the canary's evaluation was made with the list's key. A list without a key always
/// passes. A success also shows that this machine hashes to the group correctly and can verify proofs. Error:
/// evaluation_key.
[[nodiscard]] Result<void> verify_canary_evaluation(const Manifest& manifest);

/// Computes the canary's slow hash, anew with every call, compares it with the manifest's, and then calls
/// verify_canary_evaluation(). The manifest must have group_salt, argon2, evaluation and canary. Errors: canary_hash,
/// out_of_memory, limits, evaluation_key.
[[nodiscard]] Result<void> prove_canary(const Manifest& manifest);

/// Returns the value that every bucket of the list holds for the canary. It comes from the hash that the manifest
/// gives, so no slow hash is computed. The manifest must have list_id, nonce, values, evaluation and canary.
[[nodiscard]] std::uint64_t canary_value(const Manifest& manifest);

}  // namespace selfcheck
