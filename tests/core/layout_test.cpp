#include "selfcheck/layout.h"

#include <gtest/gtest.h>

#include <vector>

#include "selfcheck/anonymity.h"
#include "selfcheck/elias_fano.h"

namespace selfcheck {
namespace {

Layout expected(std::uint64_t entries, const LayoutOptions& options = {}) {
  const auto layout = expected_layout(Kind::mobile, entries, options);
  EXPECT_TRUE(layout) << error_name(layout.error().code);
  return layout.value_or(Layout{});
}

TEST(Layout, SmallListsAreOneBucketAndRevealNothing) {
  EXPECT_EQ(expected(1).bits, 0u);
  EXPECT_EQ(expected(11'900).bits, 0u);
  EXPECT_EQ(expected(11'916).bits, 1u);
}

TEST(Layout, BucketsStayNear32KiB) {
  EXPECT_EQ(expected(100'000).bits, 4u);
  EXPECT_EQ(expected(1'000'000).bits, 7u);
  EXPECT_EQ(expected(3'000'000).bits, 8u);
  for (const std::uint64_t entries : {20'000u, 100'000u, 1'000'000u, 3'000'000u, 100'000'000u}) {
    EXPECT_LE(elias_fano::encoded_size(expected(entries).values), 40'000u) << entries;
  }
}

TEST(Layout, BeyondFourteenBitsBucketsGrowInstead) {
  const Layout layout = expected(1'000'000'000);
  EXPECT_EQ(layout.bits, 14u);
  EXPECT_NEAR(static_cast<double>(elias_fano::encoded_size(layout.values)), 168'000, 1'000);
}

TEST(Layout, FewerBitsUntilEveryBucketHasK) {
  LayoutOptions options;
  options.bits = 10;
  EXPECT_EQ(expected(100 * 1024, options).bits, 10u);
  EXPECT_EQ(expected(100 * 1024 - 1, options).bits, 9u);
  EXPECT_EQ(expected(3, options).bits, 0u);

  // A single bucket with too few entries lowers the bits, however many entries the others have.
  std::vector<std::uint64_t> counts(1u << kMaxBits, 1000);
  for (std::size_t i = 0; i < 64; ++i) counts[i] = 0;  // These 64 prefixes are the first of 2^10 buckets.
  const auto layout = choose_layout(Kind::mobile, counts, options);
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout->bits, 9u);
}

TEST(Layout, CountsTheFullestBucketAndTheCanary) {
  std::vector<std::uint64_t> counts(1u << kMaxBits, 0);
  counts[0x0000] = 200;
  counts[0xffff] = 300;
  LayoutOptions options;
  options.bits = 1;
  const auto layout = choose_layout(Kind::aadhaar, counts, options);
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout->bits, 1u);
  EXPECT_EQ(layout->fewest_entries, 200u);
  EXPECT_EQ(layout->most_entries, 300u);
  EXPECT_EQ(layout->values.count, 301u);
}

TEST(Layout, RefusesWhatNoListCanBe) {
  const std::vector<std::uint64_t> none(1u << kMaxBits, 0);
  EXPECT_EQ(choose_layout(Kind::mobile, none, {}).error().code, ErrorCode::no_entries);

  std::vector<std::uint64_t> too_many(1u << kMaxBits, 1'000);
  LayoutOptions one_bucket;
  one_bucket.bits = 0;
  EXPECT_EQ(choose_layout(Kind::mobile, too_many, one_bucket).error().code, ErrorCode::too_many_entries);

  LayoutOptions low_p;
  low_p.p = 7;
  EXPECT_EQ(expected_layout(Kind::mobile, 1000, low_p).error(), (Error{ErrorCode::limits, "p"}));
}

TEST(Precision, AtMostOneFoundInAHundredIsACoincidence) {
  for (const Kind kind : kKinds) {
    const std::uint64_t population = kind_traits(kind).population;
    for (const std::uint64_t entries : {100u, 1'000u, 5'000u, 100'000u, 1'000'000u, 100'000'000u}) {
      const std::uint32_t p = recommended_p(population, entries);
      EXPECT_GE(p, 20u);
      EXPECT_LE(coincidence_probability(kind, entries, p), 0.0101) << entries;
      if (p > 20) {
        EXPECT_GT(coincidence_probability(kind, entries, p - 1), 0.01) << entries;
      }
    }
  }
  // For a thousand entries p = 20 would not do, because half of all "found"s would be coincidences.
  EXPECT_NEAR(coincidence_probability(Kind::mobile, 1'000, 20), 0.51, 0.01);
  EXPECT_EQ(recommended_p(1'100'000'000, 5'000), 25u);
  EXPECT_EQ(recommended_p(1'100'000'000, 1'000'000'000), 20u);
}

}  // namespace
}  // namespace selfcheck
