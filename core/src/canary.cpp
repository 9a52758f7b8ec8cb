#include "selfcheck/canary.h"

#include <algorithm>

#include "blake2b.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/voprf/hash_to_group.h"
#include "selfcheck/voprf/oprf.h"
#include "selfcheck/voprf/proof_nonce.h"
#include "stack_wiper.h"

namespace selfcheck {

namespace {

constexpr std::size_t kCanaryDigits = 13;

}  // namespace

std::string canary_text(const GroupSalt& group_salt) {
  return "canary:" + to_hex(blake2b_personal<32>("selfcheck.canary", group_salt)).substr(0, kCanaryDigits);
}

bool is_canary_hash(const Manifest& manifest, const SlowHash& hash) {
  return std::equal(manifest.canary.hash.begin(), manifest.canary.hash.end(), hash.span().begin());
}

Result<void> evaluate_canary(Manifest& manifest, const voprf::Scalar& key, std::span<const std::uint8_t, 32> random) {
  const StackWiper wiper;
  const auto refused = [] { return fail(ErrorCode::evaluation_key, "canary"); };
  if (!manifest.is_keyed() || !voprf::is_share(*manifest.evaluation, 0, key)) return refused();
  const ByteSpan text = as_bytes(manifest.canary.text);
  const voprf::Element element = voprf::hash_to_group(text);
  const auto evaluated = voprf::blind_evaluate(key, element);
  if (!evaluated) return refused();
  const auto proof = voprf::generate_proof(key, manifest.evaluation->public_key(), std::span(&element, 1),
                                           std::span(&*evaluated, 1), voprf::proof_nonce(key, random, text));
  if (!proof) return refused();
  manifest.canary.evaluation = *evaluated;
  manifest.canary.proof = *proof;
  return verify_canary_evaluation(manifest);
}

Result<void> verify_canary_evaluation(const Manifest& manifest) {
  if (!manifest.is_keyed()) return {};
  const voprf::Element element = voprf::hash_to_group(as_bytes(manifest.canary.text));
  const bool proven = voprf::verify_proof(manifest.evaluation->public_key(), std::span(&element, 1),
                                          std::span(&manifest.canary.evaluation, 1), manifest.canary.proof);
  if (!proven) return fail(ErrorCode::evaluation_key, "canary");
  return {};
}

Result<void> prove_canary(const Manifest& manifest) {
  const auto hash = slow_hash(as_bytes(manifest.canary.text), manifest.group_salt, manifest.argon2);
  if (!hash) return tl::unexpected<Error>(hash.error());
  if (!is_canary_hash(manifest, *hash)) return fail(ErrorCode::canary_hash);
  return verify_canary_evaluation(manifest);
}

std::uint64_t canary_value(const Manifest& manifest) {
  SlowHash hash;
  std::copy(manifest.canary.hash.begin(), manifest.canary.hash.end(), hash.mutable_span().begin());
  if (!manifest.is_keyed()) return stored_value(edition_tag(manifest, hash, nullptr), manifest.values);
  const voprf::Output y = voprf::finalize(as_bytes(manifest.canary.text), manifest.canary.evaluation);
  return stored_value(edition_tag(manifest, hash, &y), manifest.values);
}

}  // namespace selfcheck
