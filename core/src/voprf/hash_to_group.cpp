#include "selfcheck/voprf/hash_to_group.h"

#include <algorithm>
#include <string>

#include "voprf/sha512.h"

namespace selfcheck::voprf {

namespace {

// Adds DST_prime of RFC 9380 section 5.3.1, which is the DST and its length in one byte.
Sha512& add_dst(Sha512& hash, std::string_view dst) {
  const auto size = static_cast<std::uint8_t>(dst.size());
  return hash.add(as_bytes(dst)).add(ByteSpan(&size, 1));
}

constexpr std::string_view kHashToGroup{"HashToGroup-OPRFV1-\x01-ristretto255-SHA512", 40};
constexpr std::string_view kHashToScalar{"HashToScalar-OPRFV1-\x01-ristretto255-SHA512", 41};
static_assert(kHashToGroup.ends_with(kContext) && kHashToScalar.ends_with(kContext));

}  // namespace

void expand_message_xmd(Parts message, std::string_view dst, std::span<std::uint8_t> out) {
  require(!out.empty() && out.size() <= 255 * kSha512Size && dst.size() <= 255);
  static constexpr ByteArray<kSha512Block> kZeroPad{};
  ByteArray<kSha512Size> b0{}, block{};
  const ScopedWipe wipe_b0(b0), wipe_block(block);
  Sha512 first;
  first.add(ByteSpan(kZeroPad)).add(message).add_length(out.size());
  const std::uint8_t zero = 0;
  add_dst(first.add(ByteSpan(&zero, 1)), dst).finish(b0);

  for (std::uint8_t i = 1; !out.empty(); ++i) {
    // This is strxor(b_0, b_(i-1)). For i = 1 it is b_0 alone, because `block` is zero at first.
    for (std::size_t j = 0; j < block.size(); ++j) block[j] ^= b0[j];
    Sha512 next;
    add_dst(next.add(ByteSpan(block)).add(ByteSpan(&i, 1)), dst).finish(block);
    const std::size_t taken = std::min(out.size(), block.size());
    std::copy_n(block.begin(), taken, out.begin());
    out = out.subspan(taken);
  }
}

Element hash_to_group(ByteSpan message) {
  SecretBytes<64> uniform;
  expand_message_xmd({message}, kHashToGroup, uniform.mutable_span());
  Element element{};
  crypto_core_ristretto255_from_hash(element.data(), uniform.span().data());
  return element;
}

Scalar hash_to_scalar(Parts message) {
  SecretBytes<64> uniform;
  expand_message_xmd(message, kHashToScalar, uniform.mutable_span());
  return scalar_from_uniform(uniform.span());
}

}  // namespace selfcheck::voprf
