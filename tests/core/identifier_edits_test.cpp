// One edit away from a text that is accepted, there is never somebody else's number. Whatever is put in, taken out,
// replaced or swapped, the text stands for the same number, or for none. Only two edits are left out, because no
// grammar could catch them: replacing one of the number's own digits by another digit, and swapping two of them.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "selfcheck/identifier.h"

namespace selfcheck {
namespace {

struct Accepted {
  Kind kind;
  std::u32string typed;
  std::string digits;
};

// 64108 71137 cannot be taken for anything else. 91686 08815 begins with 91, and so does the Aadhaar number, whose rest
// could be a mobile number.
const std::vector<Accepted>& accepted() {
  static const std::vector<Accepted> texts = [] {
    std::vector<Accepted> all;
    const auto add = [&all](Kind kind, std::initializer_list<std::u32string> typed, const std::string& digits) {
      for (const auto& text : typed) all.push_back({kind, text, digits});
    };
    for (const std::string digits : {"6410871137", "9168608815", "9198765432"}) {
      const std::u32string n(digits.begin(), digits.end());
      const std::u32string a = n.substr(0, 5), b = n.substr(5), x = n.substr(0, 3), y = n.substr(3, 3), z = n.substr(6);
      for (const std::u32string prefix : {U"", U"0", U"91", U"910", U"091", U"+91", U"0091", U"+910", U"00910"}) {
        add(Kind::mobile, {prefix + n, prefix + a + U" " + b, prefix + a + U"-" + b}, digits);
        if (prefix.empty()) continue;
        add(Kind::mobile,
            {prefix + U" " + n, prefix + U"-" + n, prefix + U" " + a + U" " + b, prefix + U"-" + a + U"-" + b,
             prefix + U" " + x + U" " + y + U" " + z, prefix + U"." + x + U"." + y + U"." + z,
             U"(" + prefix + U") " + n, U"[" + prefix + U"]" + a + U"-" + b, prefix + U" (" + a + U") " + b},
            digits);
      }
      add(Kind::mobile,
          {x + U"." + y + U"." + z, U"(" + a + U") " + b, U"(" + x + U")[" + y + U"] " + z, U" " + n + U"\n",
           U"\u202d+91 " + a + U"\u00a0" + b + U"\u202c", U"+91 (0) " + a + U" " + b, U"+91 (0)" + n, U"0 91 " + n,
           U"91 0 " + n, U"+91." + n, U"+ 91 - " + n, n + U"."},
          digits);
      std::u32string spaced = U"+9 1";
      for (const char32_t digit : n) spaced += {U' ', digit};
      add(Kind::mobile, {spaced, spaced.substr(5)}, digits);
    }
    add(Kind::mobile, {U"+९१ ६४१०८ ७११३७", U"６４１０８７１１３７"}, "6410871137");
    for (const std::string digits : {"999941057058", "916860881529"}) {
      const std::u32string n(digits.begin(), digits.end());
      const std::u32string a = n.substr(0, 4), b = n.substr(4, 4), c = n.substr(8);
      add(Kind::aadhaar,
          {n, a + U" " + b + U" " + c, a + U"-" + b + U"-" + c, a + U"." + b + U"." + c,
           U"(" + a + U") " + b + U" " + c, U" " + a + U"\u00a0" + b + U" " + c + U".\n"},
          digits);
    }
    return all;
  }();
  return texts;
}

const std::u32string kCharacters =
    U"0123456789 \t\n-+.,()[]{}/_'xaE*:"
    U"\u00a0\u00ad\u00b7\u061c\u066b\u200b\u200e\u2010\u2013\u202d\u202e\u2212\u3000\ufe0f\uff08\uff09\uff0b\uff0e"
    U"\uff10"
    U"\u0660\u0967";

std::string to_utf8(const std::u32string& text) {
  std::string out;
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  for (const char32_t c : text) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | c >> 6);
      put(0x80 | (c & 0x3F));
    } else {
      put(0xE0 | c >> 12);
      put(0x80 | (c >> 6 & 0x3F));
      put(0x80 | (c & 0x3F));
    }
  }
  return out;
}

bool is_digit(char32_t c) {
  for (const char32_t zero : {U'0', U'\u0660', U'\u0966', U'\uff10'}) {
    if (c >= zero && c <= zero + 9) return true;
  }
  return false;
}

/// Returns where the number's own digits begin, which are the last ten or twelve digits of the text.
std::size_t number_begins(const Accepted& text) {
  std::size_t left = text.digits.size(), at = text.typed.size();
  while (left > 0) left -= is_digit(text.typed[--at]) ? 1 : 0;
  return at;
}

template <typename Check>
void for_each_edit(const Accepted& text, Check check) {
  const std::u32string& typed = text.typed;
  const std::size_t begins = number_begins(text);
  const auto is_own = [&](std::size_t at) { return at >= begins && is_digit(typed[at]); };
  for (std::size_t at = 0; at <= typed.size(); ++at) {
    for (const char32_t c : kCharacters) {
      std::u32string edited = typed;
      check(edited.insert(at, 1, c));
      if (at == typed.size() || (is_own(at) && is_digit(c))) continue;
      edited = typed;
      edited[at] = c;
      check(edited);
    }
    // Whole prefixes are put in as well, before the number, and any part of the text is put into brackets.
    for (const std::u32string prefix : {U"91", U"+91", U"0091", U"00", U"(+91)", U"(0)", U"- ", U". "}) {
      if (at > begins) break;
      std::u32string edited = typed;
      check(edited.insert(at, prefix));
    }
    for (std::size_t end = at + 1; end <= typed.size(); ++end) {
      std::u32string edited = typed;
      edited.insert(end, 1, U')');
      check(edited.insert(at, 1, U'('));
      // What is taken out is one character, or any part of what stands before the number.
      if (end - at == 1 || end <= begins) check(std::u32string(typed).erase(at, end - at));
    }
    for (std::size_t other = at + 1; other < typed.size(); ++other) {
      if (is_own(at) && is_own(other)) continue;
      std::u32string edited = typed;
      std::swap(edited[at], edited[other]);
      // A swap over a distance would move one of the number's own digits past others, which no grammar could catch.
      if (other == at + 1 || (!is_own(at) && !is_own(other))) check(edited);
    }
  }
}

TEST(IdentifierEdits, TheTextsAreAccepted) {
  for (const Accepted& text : accepted()) {
    const auto form = normalize(text.kind, to_utf8(text.typed));
    ASSERT_TRUE(form) << to_utf8(text.typed) << ": " << error_name(form.error().code);
    EXPECT_EQ(form->digits(), text.digits) << to_utf8(text.typed);
  }
}

TEST(IdentifierEdits, NoEditGivesAnotherNumber) {
  std::size_t edits = 0, same = 0;
  for (const Accepted& text : accepted()) {
    for_each_edit(text, [&](const std::u32string& edited) {
      ++edits;
      const auto form = normalize(text.kind, to_utf8(edited));
      if (!form) return;
      ++same;
      EXPECT_EQ(form->digits(), text.digits) << to_utf8(text.typed) << " -> " << to_utf8(edited);
    });
  }
  EXPECT_GT(edits, 500'000u);
  EXPECT_GT(same, edits / 20) << "or nothing is tested";
}

TEST(IdentifierEdits, StrayDigitsAfterOrBeforeTheNumberGiveNoOther) {
  for (const Accepted& text : accepted()) {
    for (const std::u32string between :
         {U" ", U"-", U"\u2013", U".", U"\t", U"\n", U"\u00a0", U" - ", U" (", U"/", U",", U"--"}) {
      for (const std::u32string stray : {U"0", U"1", U"7", U"00", U"21", U"91", U"210", U"9198"}) {
        const std::u32string end = between == U" (" ? U")" : U"";
        for (const std::u32string& edited : {text.typed + between + stray + end, stray + between + text.typed}) {
          const auto form = normalize(text.kind, to_utf8(edited));
          if (form) {
            EXPECT_EQ(form->digits(), text.digits) << to_utf8(edited);
          }
        }
      }
    }
  }
}

TEST(IdentifierEdits, WhatMeansAnotherNumberIsRefused) {
  const auto refused = [](const Accepted& text, const std::u32string& edited) {
    EXPECT_FALSE(normalize(text.kind, to_utf8(edited))) << to_utf8(edited);
  };
  for (const Accepted& text : accepted()) {
    const std::u32string& typed = text.typed;
    for (const char32_t sign : std::u32string_view(U"-\u2010\u2012\u2013\u2212\uff0d\u00ad")) {
      refused(text, sign + typed);
      refused(text, typed + sign);
      refused(text, U"(" + typed + U")" + sign);
    }
    refused(text, U"(" + typed + U")");
    refused(text, U"[" + typed + U"]");
    refused(text, U"\uff08" + typed + U"\uff09");
    for (const std::u32string decimal : {U".0", U".00", U",00", U"\u00b70", U"\uff0e0", U"\u066b0"})
      refused(text, typed + decimal);
    // In what follows, the dot that is put in is the only one among the digits.
    if (typed.substr(0, typed.size() - 2).find(U'.') != std::u32string::npos) continue;
    for (std::size_t at = 1; at < typed.size(); ++at) {
      // A dot after +91 is the form of RFC 5733, so it is not refused.
      if (typed.find(U'+') != std::u32string::npos && at <= number_begins(text)) continue;
      if (is_digit(typed[at - 1]) && is_digit(typed[at])) refused(text, std::u32string(typed).insert(at, 1, U'.'));
    }
  }
}

TEST(IdentifierEdits, PrefixesPutTwiceGiveNoOtherNumber) {
  for (const Accepted& text : accepted()) {
    const std::size_t begins = number_begins(text);
    const std::u32string prefix = text.typed.substr(0, begins), rest = text.typed.substr(begins);
    for (const std::u32string& before :
         {prefix + prefix, U"0" + prefix, U"91" + prefix, U"+91" + prefix, U"91 " + prefix}) {
      const auto form = normalize(text.kind, to_utf8(before + rest));
      if (form) {
        EXPECT_EQ(form->digits(), text.digits) << to_utf8(before + rest);
      }
    }
  }
}

}  // namespace
}  // namespace selfcheck
