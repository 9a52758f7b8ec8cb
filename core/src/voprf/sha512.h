// libsodium's SHA-512 over a message in parts. Its state is wiped, because what goes in may be an identifier.
#pragma once

#include <sodium.h>

#include "scoped_wipe.h"
#include "selfcheck/voprf/hash_to_group.h"

namespace selfcheck::voprf {

inline constexpr std::size_t kSha512Size = crypto_hash_sha512_BYTES;
inline constexpr std::size_t kSha512Block = 128;

/// Returns the two bytes of I2OSP(value, 2) of RFC 8017.
inline ByteArray<2> i2osp(std::size_t value) {
  return {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

class Sha512 {
 public:
  Sha512() { crypto_hash_sha512_init(&state_); }
  Sha512& add(ByteSpan bytes) {
    crypto_hash_sha512_update(&state_, bytes.data(), bytes.size());
    return *this;
  }
  Sha512& add(Parts parts) {
    for (const ByteSpan part : parts) add(part);
    return *this;
  }
  Sha512& add_length(std::size_t value) { return add(ByteSpan(i2osp(value))); }
  void finish(std::span<std::uint8_t, kSha512Size> out) { crypto_hash_sha512_final(&state_, out.data()); }

 private:
  crypto_hash_sha512_state state_{};
  ScopedWipe<crypto_hash_sha512_state> wipe_{state_};
};

}  // namespace selfcheck::voprf
