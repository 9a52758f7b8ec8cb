// Buckets are equally likely: of numbers at random and of neighbours, at every size that a list may have by itself.
#include "spread.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "selfcheck/bucket_index.h"

namespace selfcheck::privacy {
namespace {

/// By chance alone one of the 84 values below would be under this in 12,000 different sets of numbers.
constexpr double kLeast = 1e-6;

constexpr std::size_t kFew = 10'000, kMany = 1'000'000;

class Buckets : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Buckets, AreEquallyLikelyAtEveryNumberOfBits) {
  const BucketPrefixes prefixes;
  for (const Numbers& numbers : made_up_numbers(GetParam())) {
    const auto found = spread_p(numbers, [&](const CanonicalForm& form) { return prefixes.of(form); });
    for (std::uint32_t bits = 1; bits <= kMostBits; ++bits) {
      EXPECT_GT(found[bits - 1], kLeast) << numbers.name << ", bits: " << bits;
    }
  }
}

TEST(BucketsFrom, TheFirstDigitsAreNoticed) {
  const Prefix first_digits = [](const CanonicalForm& form) {
    const ByteSpan digits = form.bytes().last(10);
    return static_cast<std::uint16_t>((digits[0] << 8) | digits[1]);
  };
  for (const Numbers& numbers : made_up_numbers(kFew))
    EXPECT_LT(spread_p(numbers, first_digits)[kMostBits - 1], kLeast) << numbers.name;
}

TEST(BucketsFrom, TheLastDigitsAreNoticed) {
  const Prefix last_digits = [](const CanonicalForm& form) {
    std::uint32_t number = 0;
    for (const std::uint8_t digit : form.bytes().last(4)) number = 10 * number + (digit - '0');
    return static_cast<std::uint16_t>(number * 65'536 / 10'000);
  };
  const auto all = made_up_numbers(kFew);
  const auto series =
      std::find_if(all.begin(), all.end(), [](const Numbers& one) { return one.name.ends_with("row"); });
  // It is too even for chance.
  EXPECT_LT(spread_p(*series, last_digits)[7], kLeast);
}

INSTANTIATE_TEST_SUITE_P(Numbers, Buckets, ::testing::Values(kFew, kMany));

}  // namespace
}  // namespace selfcheck::privacy
