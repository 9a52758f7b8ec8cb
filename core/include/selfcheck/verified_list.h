// The steps from a pin to a list that may be asked: signature, hash, limits and freshness. In this order nothing is
// requested on the word of something that is not verified.
#pragma once

#include <string>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "selfcheck/pins.h"

namespace selfcheck {

/// A pointer (`current.minisig`) whose trusted comment is signed by a pinned key.
struct VerifiedPointer {
  minisign::Signature signature;
  minisign::PublicKey key;  // The pinned key that made the signature.
  Digest manifest_hash{};
};

/// Reads a pointer and verifies its trusted comment against the pinned keys. The message's signature is not verified
/// yet. Errors: signature_format, signature_unknown_key, signature_invalid, unsupported_format, pointer_format;
/// manifest_mismatch if the pin names another manifest.
[[nodiscard]] Result<VerifiedPointer> verify_pointer(const Pin& pin, ByteSpan pointer_file);

/// Checks the manifest's hash and signature, reads it, and compares it with the pin. What the manifest says may be old
/// or withdrawn, so a caller calls check_freshness before it uses the list.
/// Errors: manifest_mismatch, signature_invalid, those of parse_manifest, pinned_list_id, pinned_kind.
[[nodiscard]] Result<Manifest> verify_manifest(const Pin& pin, const VerifiedPointer& pointer, ByteSpan manifest_file);

/// Checks that the list can give verdicts at the time `now`. Errors: sequence_too_low, withdrawn, expired,
/// not_yet_published.
[[nodiscard]] Result<void> check_freshness(const Pin& pin, const Manifest& manifest, Timestamp now);

/// Verifies a bucket file and returns its values in increasing order. It checks the length, the Merkle proof against
/// the manifest's root, the Elias-Fano coding, and that the canary's value is there. That value comes from the
/// manifest's hash of the canary, so this takes no slow hash; whoever gives a verdict must have computed the same hash.
/// Errors: bucket_length, bucket_proof, bucket_encoding, canary_missing.
[[nodiscard]] Result<std::vector<std::uint64_t>> verify_bucket(const Manifest& manifest, std::uint32_t index,
                                                               ByteSpan bucket_file);

}  // namespace selfcheck
