#include "selfcheck/anonymity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace selfcheck {
namespace {

// All of these numbers are synthetic.
CanonicalForm mobile(std::string_view digits) { return CanonicalForm::from_valid_digits(Kind::mobile, digits); }

class Disclosure : public ::testing::Test {
 protected:
  DisclosureLog log_{ByteArray<32>{1, 2, 3}};
};

TEST(AnonymitySet, HalvesWithEachBit) {
  EXPECT_EQ(anonymity_set(Kind::mobile, 0), 1'100'000'000u);
  EXPECT_EQ(anonymity_set(Kind::mobile, 7), 8'593'750u);
  EXPECT_EQ(anonymity_set(Kind::aadhaar, 16), 19'836u);
  EXPECT_EQ(anonymity_set(Kind::mobile, 63), 0u);
  EXPECT_EQ(anonymity_set(Kind::mobile, 64), 0u);
  EXPECT_EQ(anonymity_set(Kind::mobile, 65), 0u) << "and not what a shift by more than the width would leave";
}

TEST(RecommendedP, IsTheSmallestThatMakesAHundredthOfTheFoundCoincidences) {
  EXPECT_EQ(recommended_p(1'000'000'000, 0), kMaxP);
  EXPECT_EQ(recommended_p(1'000'000'000, 1), 37u) << "2^36 < 99 * (10^9 - 1) < 2^37";
  EXPECT_EQ(recommended_p(1'000'000'000'000, 1), kMaxP) << "never more than the format allows";
  // With 99 entries, 2^p must be at least the number of the others.
  EXPECT_EQ(recommended_p((1u << 22) + 99, 99), 22u);
  EXPECT_EQ(recommended_p((1u << 22) + 100, 99), 23u) << "one more than a power of two";
  EXPECT_EQ(recommended_p((1u << 22) + 98, 99), 22u);
  // The quotient is rounded up: 99 * 2^21 + 99 is no multiple of 100 entries.
  EXPECT_EQ(recommended_p(100 + (100ull << 21) / 99 + 1, 100), 22u);
  EXPECT_EQ(recommended_p(100 + (100ull << 21) / 99, 100), 21u);
  EXPECT_EQ(recommended_p(1000, 999), 20u);
  EXPECT_EQ(recommended_p(1000, 1000), 20u);
  EXPECT_EQ(recommended_p(1000, 2000), 20u);
  EXPECT_EQ(recommended_p(1737117, 82), 22u) << "one more than 2^21 times the entries";
}

TEST(Coincidence, IsTheShareOfTheFoundThatAreNotInTheList) {
  EXPECT_DOUBLE_EQ(coincidence_probability(Kind::mobile, 1'100'000'000, 0), 0.5);
  EXPECT_DOUBLE_EQ(coincidence_probability(Kind::mobile, 275'000'000, 1), 2.0 / 3);
  EXPECT_DOUBLE_EQ(coincidence_probability(Kind::mobile, 0, 20), 1.0);
}

// No answer of the log depends on its key, which makes its digests useless to whoever reads the memory. So the object's
// own bytes are searched.
TEST(DisclosureKey, IsTheOneThatWasGiven) {
  ByteArray<32> key{};
  std::iota(key.begin(), key.end(), std::uint8_t{0x51});
  const DisclosureLog log(key);
  ByteArray<sizeof(DisclosureLog)> bytes{};
  std::memcpy(bytes.data(), &log, bytes.size());
  EXPECT_NE(std::search(bytes.begin(), bytes.end(), key.begin(), key.end()), bytes.end());
}

TEST_F(Disclosure, NothingIsDisclosedAtFirst) { EXPECT_EQ(log_.bits(), 0u); }

TEST_F(Disclosure, RequestsForOneNumberOverlap) {
  const auto number = mobile("6000000001");
  log_.record(number, 7);
  log_.record(number, 4);
  EXPECT_EQ(log_.bits(), 7u);
  EXPECT_EQ(log_.bits_after(number, 9), 9u);
  log_.record(number, 9);
  EXPECT_EQ(log_.bits(), 9u);
}

TEST_F(Disclosure, RequestsForDifferentNumbersAddUp) {
  log_.record(mobile("6000000001"), 7);
  EXPECT_EQ(log_.bits_after(mobile("6000000002"), 7), 14u);
  log_.record(mobile("6000000002"), 7);
  log_.record(CanonicalForm::from_valid_digits(Kind::aadhaar, "999941057058"), 3);
  EXPECT_EQ(log_.bits(), 17u);
}

TEST_F(Disclosure, StandsOutWhenFewerThanTenThousandAreLeft) {
  // 1.1e9 / 2^16 is 16,784, and 1.1e9 / 2^17 is 8,392.
  log_.record(mobile("6000000001"), 8);
  EXPECT_FALSE(log_.would_stand_out(mobile("6000000002"), 8));
  EXPECT_TRUE(log_.would_stand_out(mobile("6000000002"), 9));
  EXPECT_FALSE(log_.would_stand_out(mobile("6000000001"), 9)) << "the same number overlaps";
}

TEST_F(Disclosure, RequestsAboutBothKindsAddUp) {
  // After 17 bits 8,392 mobile numbers are left, and 9,918 Aadhaar numbers (1.3e9 / 2^17).
  const auto number = mobile("6000000001");
  const auto aadhaar = CanonicalForm::from_valid_digits(Kind::aadhaar, "999941057058");
  log_.record(number, 8);
  EXPECT_FALSE(log_.would_stand_out(aadhaar, 8));
  EXPECT_TRUE(log_.would_stand_out(aadhaar, 9));
  log_.record(aadhaar, 8);
  EXPECT_FALSE(log_.would_stand_out(number, 8));
  EXPECT_TRUE(log_.would_stand_out(number, 9));
}

TEST_F(Disclosure, TheFloorIsReachedAtTheSameBitsForBothKinds) {
  // So it makes no difference today which of the kinds that were asked about counts. When this fails because a
  // population has changed, the rule that the smallest one counts can be seen, and needs a test.
  for (std::uint32_t bits = 0; bits <= 64; ++bits) {
    EXPECT_EQ(anonymity_set(Kind::mobile, bits) < kMinAnonymitySet,
              anonymity_set(Kind::aadhaar, bits) < kMinAnonymitySet)
        << bits;
  }
}

TEST_F(Disclosure, WholeListsDiscloseNothing) {
  log_.record(mobile("6000000001"), 16);
  EXPECT_FALSE(log_.would_stand_out(mobile("6000000002"), 0));
}

}  // namespace
}  // namespace selfcheck
