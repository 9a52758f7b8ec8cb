#include "selfcheck/bucket_index.h"

#include "blake2b.h"
#include "stack_wiper.h"

namespace selfcheck {
namespace {

constexpr Personalisation kPersonalisation = "selfcheck.bucket";

std::uint16_t first_16_bits(const Digest& digest) { return static_cast<std::uint16_t>((digest[0] << 8) | digest[1]); }

}  // namespace

std::uint16_t bucket_prefix(const CanonicalForm& form) {
  const StackWiper wiper;
  return first_16_bits(blake2b_personal<sizeof(Digest)>(kPersonalisation, form.bytes()));
}

BucketPrefixes::BucketPrefixes() {
  crypto_generichash_blake2b_init_salt_personal(&start_, nullptr, 0, sizeof(Digest), nullptr,
                                                reinterpret_cast<const unsigned char*>(kPersonalisation));
}

std::uint16_t BucketPrefixes::of(const CanonicalForm& form) const {
  crypto_generichash_blake2b_state state = start_;
  Digest digest{};
  crypto_generichash_blake2b_update(&state, form.bytes().data(), form.bytes().size());
  crypto_generichash_blake2b_final(&state, digest.data(), digest.size());
  return first_16_bits(digest);
}

}  // namespace selfcheck
