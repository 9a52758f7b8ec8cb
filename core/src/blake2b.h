// libsodium's BLAKE2b with a personalisation (RFC 7693; the parameter block of the BLAKE2 paper, section 2.8).
#pragma once

#include <span>
#include <string_view>

#include "selfcheck/bytes.h"

namespace selfcheck {

/// `personalisation` must have exactly 16 bytes. The salt is zero.
template <std::size_t N>
ByteArray<N> blake2b_personal(std::string_view personalisation, ByteSpan message, ByteSpan key = {}) {
  ByteArray<N> out{};
  crypto_generichash_blake2b_salt_personal(out.data(), N, message.data(), message.size(), key.data(), key.size(),
                                           nullptr, reinterpret_cast<const unsigned char*>(personalisation.data()));
  return out;
}

inline std::uint64_t first_64_bits_le(ByteSpan bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  return value;
}

}  // namespace selfcheck
