// libsodium's BLAKE2b with a personalisation (RFC 7693; the parameter block of the BLAKE2 paper, section 2.8).
#pragma once

#include <span>
#include <string_view>

#include "selfcheck/bytes.h"

namespace selfcheck {

/// BLAKE2b's personalisation has exactly 16 bytes: a literal of another length is no argument for this.
using Personalisation = const char (&)[crypto_generichash_blake2b_PERSONALBYTES + 1];

/// Of 1 to 64 bytes; the key has 64 at most. The salt is zero.
template <std::size_t N>
ByteArray<N> blake2b_personal(Personalisation personalisation, ByteSpan message, ByteSpan key = {}) {
  static_assert(N >= 1 && N <= crypto_generichash_blake2b_BYTES_MAX);
  require(key.size() <= crypto_generichash_blake2b_KEYBYTES_MAX);
  ByteArray<N> out{};
  crypto_generichash_blake2b_salt_personal(out.data(), N, message.data(), message.size(), key.data(), key.size(),
                                           nullptr, reinterpret_cast<const unsigned char*>(personalisation));
  return out;
}

template <std::size_t N>
std::uint64_t first_64_bits_le(const ByteArray<N>& bytes) {
  static_assert(N >= 8);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  return value;
}

}  // namespace selfcheck
