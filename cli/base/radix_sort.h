// Sorts by bytes, least significant first (Knuth, The Art of Computer Programming, volume 3, 5.2.5, algorithm R). With
// tens of thousands of values, that is several times as fast as comparing them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "selfcheck/bytes.h"

namespace selfcheck::cli {

/// Sorts `values`. `scratch` must have the same size, and is left with a mixture of them.
inline void radix_sort(std::span<std::uint64_t> values, std::span<std::uint64_t> scratch) {
  constexpr unsigned kBits = 8, kDigits = 64 / kBits;
  const auto digit_of = [](std::uint64_t value, unsigned digit) {
    return static_cast<std::size_t>(value >> (kBits * digit)) & ((1U << kBits) - 1);
  };
  require(values.size() == scratch.size());
  if (values.empty()) return;
  std::array<std::array<std::size_t, 1U << kBits>, kDigits> counts{};
  for (const std::uint64_t value : values) {
    for (unsigned digit = 0; digit < kDigits; ++digit) ++counts[digit][digit_of(value, digit)];
  }
  std::span<std::uint64_t> from = values, to = scratch;
  for (unsigned digit = 0; digit < kDigits; ++digit) {
    auto& next = counts[digit];
    if (next[digit_of(values.front(), digit)] == values.size()) continue;  // all values have the same digit here
    std::size_t start = 0;
    for (std::size_t& count : next) start += std::exchange(count, start);
    for (const std::uint64_t value : from) to[next[digit_of(value, digit)]++] = value;
    std::swap(from, to);
  }
  if (from.data() != values.data()) std::copy(from.begin(), from.end(), values.begin());
}

}  // namespace selfcheck::cli
