#include "selfcheck/voprf/proof_nonce.h"

#include "voprf/sha512.h"

namespace selfcheck::voprf {

Scalar proof_nonce(const Scalar& key, std::span<const std::uint8_t, 32> random, ByteSpan message) {
  SecretBytes<kSha512Size> uniform;
  Sha512().add({as_bytes("selfcheck-nonce1"), key.span(), random, message}).finish(uniform.mutable_span());
  return scalar_from_uniform(uniform.span());
}

}  // namespace selfcheck::voprf
