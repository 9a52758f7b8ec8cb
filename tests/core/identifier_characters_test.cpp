// The table of characters in docs/FORMAT.md, section 2, is what the code does: for every code point of Unicode.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "repository.h"
#include "selfcheck/identifier.h"

namespace selfcheck {
namespace {

using CodePoints = std::vector<char32_t>;

std::string utf8(char32_t c) {
  const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  const auto more = [&](unsigned shift) { return byte(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), more(0)};
  if (c < 0x10000) return {byte(0xE0 | c >> 12), more(6), more(0)};
  return {byte(0xF0 | c >> 18), more(12), more(6), more(0)};
}

/// Returns the code points in each row of the table, in their order, by the row's first word.
std::map<std::string, CodePoints> table_of_the_format() {
  std::ifstream file(test::in_repository("docs/FORMAT.md"));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = text.find("\n| class | code points |\n");
  const std::string table = text.substr(begin, text.find("\n\n", begin + 1) - begin);
  std::map<std::string, CodePoints> rows;
  const std::regex row(R"(\n\| ([a-z]+)[^|]*\| ([^|\n]*) \|)");
  const std::regex range("U\\+([0-9A-F]{4,6})(?:-([0-9A-F]{4,6}))?");
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) {
    const std::string points = (*at)[2];
    for (std::sregex_iterator one(points.begin(), points.end(), range); one != end; ++one) {
      const auto code = [&](std::size_t group) {
        return static_cast<char32_t>(std::stoul((*one)[group].str(), nullptr, 16));
      };
      const char32_t last = (*one)[2].matched ? code(2) : code(1);
      for (char32_t c = code(1); c <= last; ++c) rows[(*at)[1]].push_back(c);
    }
  }
  return rows;
}

/// Returns whether the text is read as the number that all these tests write. Any other number is a failure.
bool is_read(const std::string& typed) {
  const auto form = normalize(Kind::mobile, typed);
  if (form) {
    EXPECT_EQ(form->digits(), "9876543210") << "another number";
  }
  return form.has_value();
}

/// Where a character may stand: before a number, in it, after it, twice in it where a break would make it unclear,
/// twice in it, and in the place of a plus. Each letter of the answer stands for one of them, and a dot for one where
/// it may not.
std::string places_of(const std::string& c) {
  std::string places;
  const auto add = [&places](char place, const std::string& typed) { places += is_read(typed) ? place : '.'; };
  add('b', c + "9876543210");
  add('i', "98765" + c + "43210");
  add('a', "9876543210" + c);
  add('g', "9198" + c + "7654" + c + "3210");
  add('t', "9876" + c + "543" + c + "210");
  add('p', c + "919876543210");
  return places;
}

TEST(CharactersOfIdentifiers, AreThoseOfTheFormat) {
  const auto table = table_of_the_format();
  const std::map<std::string, std::string> places{
      {"blank", "bia.tp"},   {"field", "b.a..p"}, {"hyphen", ".i..t."},    {"dot", "..a.t."},
      {"bracket", "......"}, {"plus", ".....p"},  {"invisible", "biagtp"},
  };
  ASSERT_EQ(table.size(), places.size() + 1) << "the table has other rows";
  std::map<char32_t, std::string> expected;
  for (const auto& [row, wanted] : places) {
    ASSERT_TRUE(table.contains(row)) << row;
    for (const char32_t c : table.at(row)) {
      EXPECT_TRUE(expected.emplace(c, wanted).second) << std::hex << std::uint32_t{c} << " is in the table twice";
    }
  }
  std::set<char32_t> digits;
  for (const char32_t zero : table.at("digit")) {
    for (char32_t digit = 0; digit < 10; ++digit) digits.insert(zero + digit);
  }
  EXPECT_EQ(digits.size(), 10 * table.at("digit").size());

  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if ((c >= 0xD800 && c < 0xE000) || digits.contains(c)) continue;
    const std::string character = utf8(c);
    if (const auto listed = expected.find(c); listed != expected.end()) {
      EXPECT_EQ(places_of(character), listed->second) << std::hex << std::uint32_t{c};
    } else if (is_read(character + "9876543210") || is_read("98765" + character + "43210") ||
               is_read("9876543210" + character) || is_read(character + "919876543210")) {
      ADD_FAILURE() << std::hex << std::uint32_t{c} << " is taken, and is not in the table";
    }
  }
}

TEST(CharactersOfIdentifiers, DigitsAreThoseOfTheFormatAndOfOneScript) {
  const CodePoints zeros = table_of_the_format().at("digit");
  for (const char32_t zero : zeros) {
    for (const char32_t last : zeros) {
      std::string typed;
      for (const char digit : std::string("987654321")) typed += utf8(zero + static_cast<char32_t>(digit - '0'));
      EXPECT_EQ(is_read(typed + utf8(last)), zero == last) << std::hex << std::uint32_t{zero};
    }
  }
}

TEST(CharactersOfIdentifiers, BracketsAreThePairsOfTheFormat) {
  const CodePoints brackets = table_of_the_format().at("bracket");
  ASSERT_EQ(brackets.size() % 2, 0u);
  for (std::size_t pair = 0; pair < brackets.size(); pair += 2) {
    const std::string opening = utf8(brackets[pair]), closing = utf8(brackets[pair + 1]);
    for (char32_t c = 0; c < 0x10000; ++c) {
      if (c >= 0xD800 && c < 0xE000) continue;
      EXPECT_EQ(is_read(opening + "98765" + utf8(c) + "43210"), c == brackets[pair + 1])
          << std::hex << std::uint32_t{c};
      EXPECT_EQ(is_read(utf8(c) + "98765" + closing + "43210"), c == brackets[pair]) << std::hex << std::uint32_t{c};
    }
  }
}

}  // namespace
}  // namespace selfcheck
