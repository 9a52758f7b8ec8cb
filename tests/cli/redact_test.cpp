// Whatever a number can be written with, none of its digits is shown. What may stand in a number is `normalize`'s to
// say; what is hidden is the programs' own, and may not know less.
#include "base/redact.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "selfcheck/identifier.h"

namespace selfcheck::cli {
namespace {

std::string utf8(char32_t code) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  const auto rest = [&](int place) { return byte(0x80 | (code >> (6 * place) & 0x3F)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6), rest(0)};
  if (code < 0x10000) return {byte(0xE0 | code >> 12), rest(1), rest(0)};
  return {byte(0xF0 | code >> 18), rest(2), rest(1), rest(0)};
}

TEST(Redact, HidesWhateverIsReadAsANumber) {
  int read = 0;
  for (char32_t code = 1; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    const std::string c = utf8(code);
    // In the middle; twice, as dots and brackets may need; as the only one in each of its gaps; and at an end, where it
    // may be a digit.
    for (const std::string& typed :
         {"98765" + c + "43210", "987" + c + "654" + c + "3210", c + "98765" + c + "43210",
          "9" + c + "8" + c + "7" + c + "6" + c + "5" + c + "4" + c + "3" + c + "2" + c + "1" + c + "0"}) {
      if (!normalize(Kind::mobile, typed)) continue;
      ++read;
      const std::string shown = redact(typed);
      ASSERT_EQ(shown.find_first_of("0123456789"), std::string::npos)
          << fmt::format("U+{:04X}", static_cast<unsigned>(code));
    }
  }
  EXPECT_GT(read, 100);
}

TEST(Redact, HidesTheDigitsOfEveryScript) {
  int zeros = 0;
  for (char32_t zero = '0'; zero <= 0xFFFF - 9; ++zero) {
    if (zero >= 0xD800 - 9 && zero <= 0xDFFF) continue;
    std::string typed;
    for (const int digit : {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}) typed += utf8(zero + static_cast<char32_t>(digit));
    const auto form = normalize(Kind::mobile, typed);
    if (!form || form->digits() != "9876543210") continue;
    ++zeros;
    EXPECT_EQ(redact(typed), "##########") << fmt::format("U+{:04X}", static_cast<unsigned>(zero));
  }
  EXPECT_EQ(zeros, 13);  // ASCII, full-width, two Arabic ones, and nine of India
}

}  // namespace
}  // namespace selfcheck::cli
