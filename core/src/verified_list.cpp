#include "selfcheck/verified_list.h"

#include <algorithm>

#include "selfcheck/canary.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"

namespace selfcheck {

Result<VerifiedPointer> verify_pointer(const Pin& pin, ByteSpan pointer_file) {
  auto signature = minisign::parse_signature(pointer_file);
  if (!signature) return tl::unexpected<Error>(signature.error());
  // Nothing keeps two keys from having the same id, so any pinned key that verifies will do.
  const minisign::PublicKey* signer = nullptr;
  Error refused{ErrorCode::signature_unknown_key, kPointerFile};
  for (const minisign::PublicKey& key : pin.keys) {
    const auto verified = minisign::verify_trusted_comment(*signature, key);
    if (verified) {
      signer = &key;
      break;
    }
    if (verified.error().code == ErrorCode::signature_invalid) refused.code = ErrorCode::signature_invalid;
  }
  if (signer == nullptr) return tl::unexpected<Error>(refused);
  const auto hash = parse_pointer_comment(signature->trusted_comment);
  if (!hash) return tl::unexpected<Error>(hash.error());
  if (pin.manifest && *pin.manifest != *hash) return fail(ErrorCode::manifest_mismatch, "pin");
  return VerifiedPointer{std::move(*signature), *signer, *hash};
}

Result<Manifest> verify_manifest(const Pin& pin, const VerifiedPointer& pointer, ByteSpan manifest_file) {
  if (manifest_file.size() > kMaxManifestSize) return fail(ErrorCode::json_too_large, "manifest");
  if (manifest_hash(manifest_file) != pointer.manifest_hash) return fail(ErrorCode::manifest_mismatch, "manifest");
  if (auto ok = minisign::verify_message(pointer.signature, pointer.key, manifest_file); !ok) {
    return fail(ok.error().code, "manifest");
  }
  auto manifest = parse_manifest(manifest_file);
  if (!manifest) return manifest;
  if (manifest->list_id != pin.list_id) return fail(ErrorCode::pinned_list_id);
  if (manifest->kind != pin.kind) return fail(ErrorCode::pinned_kind);
  return manifest;
}

Result<void> check_freshness(const Pin& pin, const Manifest& manifest, Timestamp now) {
  if (manifest.sequence < pin.min_sequence) return fail(ErrorCode::sequence_too_low);
  if (manifest.withdrawn) return fail(ErrorCode::withdrawn);
  if (now < manifest.published) return fail(ErrorCode::not_yet_published);
  if (now >= manifest.valid_until) return fail(ErrorCode::expired);
  return {};
}

Result<std::vector<std::uint64_t>> verify_bucket(const Manifest& manifest, std::uint32_t index, ByteSpan bucket_file) {
  if (bucket_file.size() != manifest.bucket_file_size()) return fail(ErrorCode::bucket_length);
  const ByteSpan body = bucket_file.first(static_cast<std::size_t>(elias_fano::encoded_size(manifest.values)));
  const ByteSpan proof = bucket_file.subspan(body.size());
  if (merkle::root_from_proof(merkle::leaf(body), index, proof) != manifest.root) return fail(ErrorCode::bucket_proof);
  auto values = elias_fano::decode(manifest.values, body);
  if (values && !std::binary_search(values->begin(), values->end(), canary_value(manifest))) {
    return fail(ErrorCode::canary_missing);
  }
  return values;
}

}  // namespace selfcheck
