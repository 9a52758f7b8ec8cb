// Byte containers and their text forms.
#pragma once

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selfcheck {

/// Ends the program if a caller has broken a condition that a header states, because a wrong answer would follow.
inline void require(bool condition) {
  if (!condition) __builtin_trap();
}

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

/// A BLAKE2b-256 hash. Merkle nodes are such hashes, and a manifest's file name has one in it.
using Digest = ByteArray<32>;

inline ByteSpan as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteSpan bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// Returns the bytes as lowercase hexadecimal, two digits a byte.
std::string to_hex(ByteSpan bytes);
/// Reads exactly `out.size()` bytes of lowercase hexadecimal. Returns false for anything else, uppercase included.
[[nodiscard]] bool from_hex(std::string_view text, std::span<std::uint8_t> out);

/// Returns the bytes as base64 with padding (RFC 4648 section 4), as minisign writes it.
std::string to_base64(ByteSpan bytes);
/// Reads exactly `out.size()` bytes of canonical, padded base64 without white space. Returns false for anything else.
[[nodiscard]] bool from_base64(std::string_view text, std::span<std::uint8_t> out);

/// N bytes that are wiped when they are destroyed. They can't be copied, so that it is clear how many copies there are.
template <std::size_t N>
class SecretBytes {
 public:
  SecretBytes() = default;
  ~SecretBytes() { sodium_memzero(bytes_.data(), N); }
  SecretBytes(SecretBytes&& other) noexcept : bytes_(other.bytes_) { sodium_memzero(other.bytes_.data(), N); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      sodium_memzero(other.bytes_.data(), N);
    }
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  [[nodiscard]] std::span<std::uint8_t, N> mutable_span() { return bytes_; }
  [[nodiscard]] std::span<const std::uint8_t, N> span() const { return bytes_; }

 private:
  ByteArray<N> bytes_{};
};

}  // namespace selfcheck
