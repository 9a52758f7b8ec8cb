// From a pin to a list that may be asked: signature, hash, limits and freshness, in the order that lets nothing be
// requested on the word of something unverified.
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
  minisign::PublicKey key;  // the pinned key that made it
  Digest manifest_hash{};
};

/// Errors: signature_format, signature_unknown_key, signature_invalid, unsupported_format, pointer_format;
/// manifest_mismatch if the pin names another manifest.
[[nodiscard]] Result<VerifiedPointer> verify_pointer(const Pin& pin, ByteSpan pointer_file);

/// Checks the manifest's hash and signature, reads it, and holds it against the pin. What it says may be old, or taken
/// back: before it is used, check_freshness.
/// Errors: manifest_mismatch, signature_invalid, those of parse_manifest, pinned_list_id, pinned_kind.
[[nodiscard]] Result<Manifest> verify_manifest(const Pin& pin, const VerifiedPointer& pointer, ByteSpan manifest_file);

/// Errors: sequence_too_low, withdrawn, expired, not_yet_published.
[[nodiscard]] Result<void> check_freshness(const Pin& pin, const Manifest& manifest, Timestamp now);

/// The values of a bucket file, in order: length, Merkle proof against the manifest's root, Elias-Fano coding, and that
/// the canary's value is among them (by the manifest's hash of the canary: whoever gives a verdict has to have computed
/// the same). Takes no slow hash. Errors: bucket_length, bucket_proof, bucket_encoding, canary_missing.
[[nodiscard]] Result<std::vector<std::uint64_t>> verify_bucket(const Manifest& manifest, std::uint32_t index,
                                                               ByteSpan bucket_file);

}  // namespace selfcheck
