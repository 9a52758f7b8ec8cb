// What a fuzz target takes from the bytes that it was given.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "selfcheck/bytes.h"

namespace selfcheck::fuzz {

/// Reads values from the front. Where nothing is left it reads zeros, so that every input means something.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  std::uint8_t byte() {
    const ByteSpan one = bytes(1);
    return one.empty() ? std::uint8_t{0} : one.front();
  }
  /// Returns a number of so many bytes, at most 8, little-endian.
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    const ByteSpan taken = bytes(size);
    for (std::size_t i = 0; i < taken.size(); ++i) value |= std::uint64_t{taken[i]} << (8 * i);
    return value;
  }
  /// Returns a number below `bound`, which is from 1 to 2^16.
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(number(bound > 256 ? 2 : 1)) % bound; }
  /// Returns as many bytes, or what is left if that is less.
  ByteSpan bytes(std::size_t size) {
    const ByteSpan taken = rest_.first(std::min(size, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  template <std::size_t N>
  ByteArray<N> array() {
    ByteArray<N> out{};
    const ByteSpan taken = bytes(N);
    std::copy(taken.begin(), taken.end(), out.begin());
    return out;
  }
  /// Returns a text of at most 255 bytes, whose length comes first.
  std::string text() { return std::string(as_text(bytes(byte()))); }
  ByteSpan rest() { return bytes(rest_.size()); }

 private:
  ByteSpan rest_;
};

/// Returns `good` with up to seven edits that the input asks for, perhaps none: bits that are flipped, bytes that are
/// set, taken out, put in or cut off, pieces that stand twice, and pieces of the input that stand over what was there.
inline Bytes edited(ByteSpan good, Input& input) {
  Bytes out(good.begin(), good.end());
  for (std::uint32_t edits = input.below(8); edits > 0 && !out.empty(); --edits) {
    const std::uint8_t kind = input.byte();
    const auto at = static_cast<std::ptrdiff_t>(input.number(2) % out.size());
    // This alone puts in what a dictionary has as a whole, such as an element of the group.
    if (kind == 255) {
      const ByteSpan piece = input.bytes(input.byte());
      std::copy_n(piece.begin(), std::min<std::ptrdiff_t>(std::ssize(piece), std::ssize(out) - at), out.begin() + at);
      continue;
    }
    switch (kind % 6) {
      case 0:
        out[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1u << input.below(8));
        break;
      case 1:
        out[static_cast<std::size_t>(at)] = input.byte();
        break;
      case 2:
        out.erase(out.begin() + at);
        break;
      case 3:
        out.insert(out.begin() + at, input.byte());
        break;
      case 4:
        out.resize(static_cast<std::size_t>(at));
        break;
      default: {
        const Bytes piece(out.begin() + at, out.begin() + std::min<std::ptrdiff_t>(at + 32, std::ssize(out)));
        const auto to = static_cast<std::ptrdiff_t>(input.number(2) % out.size());
        out.insert(out.begin() + to, piece.begin(), piece.end());
      }
    }
  }
  return out;
}

}  // namespace selfcheck::fuzz
