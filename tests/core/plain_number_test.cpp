#include "selfcheck/plain_number.h"

#include <array>
#include <random>
#include <string>

#include "gtest/gtest.h"

namespace selfcheck {
namespace {

// Reads the text by the grammar, without a canonical form's name and colon, which are no part of the grammar.
Result<CanonicalForm> read_by_grammar(Kind kind, const std::string& text) {
  const KindTraits& traits = kind_traits(kind);
  return normalize(kind, text.starts_with(traits.prefix) ? text.substr(traits.name.size() + 1) : text);
}

bool is_read(Kind kind, const std::string& text) { return read_plain_number(kind, text).has_value(); }

TEST(PlainNumber, ReadsWhatDataIsFullOf) {
  for (const char* text : {"9999912345", "6000000000", "+919999912345", "919999912345", "9191919191", "919191919191",
                           "mobile:+919999912345"}) {
    EXPECT_TRUE(is_read(Kind::mobile, text)) << text;
  }
  EXPECT_TRUE(is_read(Kind::aadhaar, "999941057058"));
  EXPECT_TRUE(is_read(Kind::aadhaar, "aadhaar:999941057058"));
}

TEST(PlainNumber, LeavesAllElseToTheGrammar) {
  for (const char* text : {"", "5999912345", "999991234", "99999123456", "09999912345", "99999 12345", "+9999912345",
                           "++919999912345", "+91 9999912345", "mobile:9999912345", "929999912345", "9999912345\n"}) {
    EXPECT_FALSE(is_read(Kind::mobile, text)) << text;
  }
  for (const char* text : {"999941057059", "199941057058", "mobile:+919999912345", "+999941057058"}) {
    EXPECT_FALSE(is_read(Kind::aadhaar, text)) << text;
  }
}

TEST(PlainNumber, ReadsNothingThatTheGrammarReadsOtherwise) {
  std::mt19937 random(7);
  constexpr std::string_view kCharacters = "0123456789999991111+ -.:xO\xE0";
  constexpr std::size_t kDigitsAmongThem = 19;
  const std::array<std::string, 6> prefixes{"", "+91", "91", "0", "mobile:+91", "aadhaar:"};
  for (int i = 0; i < 200'000; ++i) {
    std::string text = prefixes[random() % prefixes.size()];
    const std::size_t size = text.size() + 8 + random() % 7;
    const std::size_t characters = random() % 4 == 0 ? kCharacters.size() : kDigitsAmongThem;
    while (text.size() < size) text += kCharacters[random() % characters];
    for (const Kind kind : kKinds) {
      const auto quick = read_plain_number(kind, text);
      if (!quick) continue;
      const auto read = read_by_grammar(kind, text);
      ASSERT_TRUE(read.has_value()) << text;
      ASSERT_EQ(*quick, *read) << text;
    }
  }
}

TEST(PlainNumber, MissesNoPlainNumber) {
  std::mt19937_64 random(8);
  int aadhaar = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string twelve = std::to_string(100'000'000'000 + random() % 900'000'000'000);
    const std::string ten = twelve.substr(2);
    for (const std::string& text : {ten, "+91" + ten, "91" + ten, "mobile:+91" + ten}) {
      ASSERT_EQ(is_read(Kind::mobile, text), read_by_grammar(Kind::mobile, text).has_value()) << text;
    }
    ASSERT_EQ(is_read(Kind::aadhaar, twelve), read_by_grammar(Kind::aadhaar, twelve).has_value()) << twelve;
    aadhaar += is_read(Kind::aadhaar, twelve) ? 1 : 0;
  }
  EXPECT_GT(aadhaar, 5'000);
}

}  // namespace
}  // namespace selfcheck
