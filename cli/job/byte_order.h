// Reads and writes the numbers in a job's files: eight bytes each, little-endian.
#pragma once

#include <algorithm>
#include <cstdint>

#include "selfcheck/bytes.h"

namespace selfcheck::cli {

inline void append(Bytes& out, ByteSpan bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

inline void append_number(Bytes& out, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

/// Takes bytes off the front of a span that is known to be long enough: ends the program if it is not.
class ByteReader {
 public:
  explicit ByteReader(ByteSpan bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(8)) value = (value >> 8) | (std::uint64_t{byte} << 56);
    return value;
  }
  template <std::size_t N>
  ByteArray<N> bytes() {
    ByteArray<N> out{};
    const ByteSpan taken = take(N);
    std::copy(taken.begin(), taken.end(), out.begin());
    return out;
  }

 private:
  ByteSpan take(std::size_t size) {
    require(size <= bytes_.size());
    const ByteSpan taken = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return taken;
  }

  ByteSpan bytes_;
};

}  // namespace selfcheck::cli
