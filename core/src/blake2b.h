// BLAKE2b with a personalisation, by libsodium (RFC 7693; the parameter block of the BLAKE2 paper, section 2.8).
#pragma once

#include <span>
#include <string_view>

#include "selfcheck/bytes.h"

namespace selfcheck {

/// BLAKE2b's personalisation, which has exactly 16 bytes. A literal of another length does not compile.
using Personalisation = const char (&)[crypto_generichash_blake2b_PERSONALBYTES + 1];

/// Returns a hash of N bytes, from 1 to 64. The key may have up to 64 bytes, and the salt is zero.
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
