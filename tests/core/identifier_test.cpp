#include "selfcheck/identifier.h"

#include <gtest/gtest.h>

#include <set>

#include "vectors.h"

namespace selfcheck {
namespace {

std::string typed_of(const nlohmann::json& vector) {
  if (!vector.contains("typed_hex")) return vector["typed"];
  const Bytes bytes = test::unhex(vector["typed_hex"]);
  return std::string(as_text(bytes));
}

TEST(Identifier, Vectors) {
  std::set<std::string> errors;
  for (const auto& vector : test::cases("identifiers")) {
    const Kind kind = kind_from_name(vector["kind"].get<std::string>()).value();
    const auto form = normalize(kind, typed_of(vector));
    if (vector.contains("canonical")) {
      EXPECT_TRUE(form) << test::name_of(vector) << ": " << error_name(form.error().code);
      if (!form) continue;
      EXPECT_EQ(as_text(form->bytes()), vector["canonical"].get<std::string>()) << test::name_of(vector);
    } else {
      EXPECT_FALSE(form) << test::name_of(vector);
      if (form) continue;
      EXPECT_EQ(error_name(form.error().code), vector["error"].get<std::string>()) << test::name_of(vector);
      if (vector.contains("number")) {
        EXPECT_EQ(form.error().number, vector["number"]) << test::name_of(vector);
      }
      errors.insert(vector["error"]);
    }
  }
  EXPECT_EQ(errors.size(), 18u) << "every error of identifiers has a vector";
}

TEST(Identifier, EveryPrefixOfAGoodNumberCanStillBecomeOne) {
  // What is shown while somebody types must never call a good beginning wrong.
  for (const std::string whole :
       {"+91 64108 71137", "0091-6410871137", "06410871137", "6410871137", "+91 0 6410871137", "(+91) 64108 71137",
        "+91 (64108) 71137", "(0)64108-71137", "641.087.1137", "+91.6410871137", "64108 - 71137"}) {
    for (std::size_t size = 1; size < whole.size(); ++size) {
      const auto form = normalize(Kind::mobile, whole.substr(0, size));
      if (form) continue;  // A prefix of a good number may itself be a good number.
      const ErrorCode code = form.error().code;
      EXPECT_TRUE(code == ErrorCode::too_short || code == ErrorCode::empty) << size << " " << error_name(code);
    }
  }
  const std::string aadhaar = "9999 4105 7058";
  for (std::size_t size = 1; size < aadhaar.size(); ++size) {
    EXPECT_EQ(normalize(Kind::aadhaar, aadhaar.substr(0, size)).error().code, ErrorCode::too_short) << size;
  }
}

TEST(Identifier, VerhoeffCatchesEveryWrongDigitAndEverySwapOfNeighbours) {
  const std::string good = "999941057058";
  ASSERT_TRUE(normalize(Kind::aadhaar, good));
  for (std::size_t place = 1; place < good.size(); ++place) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = good;
      wrong[place] = digit;
      if (wrong != good) {
        EXPECT_EQ(normalize(Kind::aadhaar, wrong).error().code, ErrorCode::check_digit);
      }
    }
    std::string swapped = good;
    std::swap(swapped[place - 1], swapped[place]);
    if (swapped != good && swapped[0] >= '2') {
      EXPECT_EQ(normalize(Kind::aadhaar, swapped).error().code, ErrorCode::check_digit);
    }
  }
}

TEST(Identifier, InputIsBounded) {
  EXPECT_EQ(normalize(Kind::mobile, std::string(kMaxTypedSize + 1, ' ')).error().code, ErrorCode::too_long);
  EXPECT_EQ(normalize(Kind::mobile, std::string(kMaxTypedSize, '6')).error().code, ErrorCode::too_long);
  EXPECT_EQ(normalize(Kind::mobile, std::string(1'000'000, '6')).error().code, ErrorCode::too_long);
}

TEST(Identifier, ACanonicalFormHasAllItsDigits) {
  EXPECT_DEATH_IF_SUPPORTED((void)CanonicalForm::from_valid_digits(Kind::mobile, "641087113"), "");
  EXPECT_DEATH_IF_SUPPORTED((void)CanonicalForm::from_valid_digits(Kind::mobile, "64108711370"), "");
}

TEST(Identifier, KindsAreNamed) {
  for (const Kind kind : kKinds) EXPECT_EQ(kind_from_name(kind_traits(kind).name), kind);
  EXPECT_EQ(kind_from_name("Mobile"), std::nullopt);
  EXPECT_EQ(kind_from_name(""), std::nullopt);
}

}  // namespace
}  // namespace selfcheck
