#include "hashing/tag_source.h"

#include "selfcheck/canary.h"

namespace selfcheck::cli {

Result<SlowHash> TagSource::canary() {
  if (!knows_answer_) {
    if (const auto right = slow_hash_self_test(); !right) return fail(right.error().code, kKnownAnswer);
    knows_answer_ = true;
  }
  return slow_hash(as_bytes(manifest_.canary.text), manifest_.group_salt, manifest_.argon2);
}

Result<SlowHash> TagSource::prove() {
  auto hash = canary();
  if (hash && !is_canary_hash(manifest_, *hash)) return fail(ErrorCode::canary_hash);
  return hash;
}

Result<SlowHash> TagSource::hash(const CanonicalForm& form) const {
  return slow_hash(form.bytes(), manifest_.group_salt, manifest_.argon2);
}

std::uint64_t TagSource::tag(const SlowHash& hash) const {
  return selfcheck::tag(hash, manifest_.list_id, manifest_.nonce);
}

}  // namespace selfcheck::cli
