#include "tells_nothing.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "expect.h"

namespace selfcheck::fuzz {
namespace {

constexpr std::size_t kFewestDigits = 10;
// Where digits of ten scripts begin: Latin, Arabic-Indic and extended, Devanagari to Malayalam, and full-width.
constexpr char32_t kZeros[] = {'0',   0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6,
                               0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xFF10};

// Returns the code point at `at` and moves behind it; a byte that is no UTF-8 stands for itself.
char32_t take(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(at++);
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  char32_t code = more == 0 ? first : first & (0x3FU >> more);
  std::size_t end = at;
  for (std::size_t i = 0; i < more; ++i, ++end) {
    if (end == text.size() || (byte(end) & 0xC0) != 0x80) return 0xFFFD;
    code = code << 6 | (byte(end) & 0x3F);
  }
  at = end;
  return code;
}

// Returns the digits as Latin ones, and what stands between them: `.` for each separator, `|` for anything else.
std::string skeleton(std::string_view text) {
  constexpr std::u32string_view kSeparators =
      U" -.()[]+\u00A0\u00AD\u2009\u200B\u200C\u200D\u2010\u2011\u2012\u2013\u2014\uFE0F";
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = take(text, at);
    if (code >= 'A' && code <= 'z') {  // Most characters are no digits and no separators, and are quickly told by this.
      out += code == '[' || code == ']' ? '.' : '|';
      continue;
    }
    char shown = kSeparators.find(code) != std::u32string_view::npos ? '.' : '|';
    for (const char32_t zero : kZeros) {
      if (code >= zero && code < zero + 10) shown = static_cast<char>('0' + (code - zero));
    }
    out += shown;
  }
  return out;
}

// Returns the groups of digits that have at least kFewestDigits, without the separators between them.
std::vector<std::string> groups(std::string_view skeleton) {
  std::vector<std::string> all(1);
  for (const char c : skeleton) {
    if (c == '|' && !all.back().empty()) all.emplace_back();
    if (c != '|' && c != '.') all.back() += c;
  }
  std::erase_if(all, [](const std::string& group) { return group.size() < kFewestDigits; });
  return all;
}

// Whether there may be kFewestDigits in the text at all: a digit is a Latin one or begins with a byte from 0xC2 on.
// Most messages have none, and this is much quicker than to look for them.
bool may_have_digits(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || static_cast<std::uint8_t>(c) >= 0xC2;
         }) >= std::ptrdiff_t{kFewestDigits};
}

}  // namespace

std::string digits_in(std::string_view text) {
  std::string digits = skeleton(text);
  std::erase_if(digits, [](char c) { return c == '|' || c == '.'; });
  return digits;
}

void expect_tells_nothing(std::string_view message, std::string_view input) {
  if (!may_have_digits(message)) return;
  const auto said = groups(skeleton(message));
  if (said.empty()) return;
  for (const std::string& typed : groups(skeleton(input))) {
    for (std::size_t at = 0; at + kFewestDigits <= typed.size(); ++at) {
      const std::string number = typed.substr(at, kFewestDigits);
      for (const std::string& group : said) {
        if (group.find(number) != std::string::npos)
          std::fprintf(stderr, "message: %s\n", std::string(message).c_str());
        EXPECT(group.find(number) == std::string::npos);
      }
    }
  }
}

}  // namespace selfcheck::fuzz
