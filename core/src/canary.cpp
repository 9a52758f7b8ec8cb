#include "selfcheck/canary.h"

#include <algorithm>

#include "blake2b.h"

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

Result<void> prove_canary(const Manifest& manifest) {
  const auto hash = slow_hash(as_bytes(manifest.canary.text), manifest.group_salt, manifest.argon2);
  if (!hash) return tl::unexpected<Error>(hash.error());
  if (!is_canary_hash(manifest, *hash)) return fail(ErrorCode::canary_hash);
  return {};
}

std::uint64_t canary_value(const Manifest& manifest) {
  SlowHash hash;
  std::copy(manifest.canary.hash.begin(), manifest.canary.hash.end(), hash.mutable_span().begin());
  return stored_value(tag(hash, manifest.list_id, manifest.nonce), manifest.values);
}

}  // namespace selfcheck
