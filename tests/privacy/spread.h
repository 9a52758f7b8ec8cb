// Whether identifiers are spread evenly over the buckets.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "selfcheck/identifier.h"

namespace selfcheck::privacy {

/// Distinct made-up identifiers, and how they were chosen.
struct Numbers {
  std::string name;
  std::vector<CanonicalForm> forms;
};

/// Returns `count` of each: mobile numbers at random, one series of mobile numbers that follow each other, and Aadhaar
/// numbers at random from UIDAI's range for tests. They are the same in every run.
[[nodiscard]] std::vector<Numbers> made_up_numbers(std::size_t count);

/// Returns the first 16 bits of something about an identifier.
using Prefix = std::function<std::uint16_t(const CanonicalForm&)>;

/// Returns the p-value of the chi-square test over 2^bits buckets, for each `bits` from 1 to kMostBits.
inline constexpr std::uint32_t kMostBits = 14;
[[nodiscard]] std::vector<double> spread_p(const Numbers& numbers, const Prefix& prefix);

}  // namespace selfcheck::privacy
