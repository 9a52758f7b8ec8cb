#include "selfcheck/anonymity.h"

#include <gtest/gtest.h>

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
  EXPECT_EQ(anonymity_set(Kind::mobile, 64), 0u);
}

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

TEST_F(Disclosure, TheSmallestPopulationAskedAboutCounts) {
  // After 17 bits 9,918 Aadhaar numbers are left (1.3e9 / 2^17), but fewer mobile numbers (8,392), and those count.
  log_.record(mobile("6000000001"), 8);
  const auto aadhaar = CanonicalForm::from_valid_digits(Kind::aadhaar, "999941057058");
  EXPECT_FALSE(log_.would_stand_out(aadhaar, 8));
  EXPECT_TRUE(log_.would_stand_out(aadhaar, 9));
}

TEST_F(Disclosure, WholeListsDiscloseNothing) {
  log_.record(mobile("6000000001"), 16);
  EXPECT_FALSE(log_.would_stand_out(mobile("6000000002"), 0));
}

}  // namespace
}  // namespace selfcheck
