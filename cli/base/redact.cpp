#include "base/redact.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace selfcheck::cli {
namespace {

constexpr std::size_t kLongestRunShown = 4;
constexpr std::size_t kMostDigitsShown = 8;

struct Character {
  char32_t code;
  std::string_view bytes;
};

constexpr char32_t kMalformed = 0xFFFD;

// Takes one character from the front of `text`. Overlong forms and surrogates are let through, since nothing is decided
// by them.
Character next_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::size_t size = byte(0) < 0x80   ? 1
                           : byte(0) < 0xC2 ? 0
                           : byte(0) < 0xE0 ? 2
                           : byte(0) < 0xF0 ? 3
                           : byte(0) < 0xF5 ? 4
                                            : 0;
  if (size == 0 || size > text.size()) return {kMalformed, text.substr(0, 1)};
  if (size == 1) return {byte(0), text.substr(0, 1)};
  char32_t code = byte(0) & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {kMalformed, text.substr(0, 1)};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  return {code, text.substr(0, size)};
}

bool is_digit(char32_t c) {
  if (c >= '0' && c <= '9') return true;
  if ((c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9)) return true;  // Arabic-Indic, and extended
  if (c >= 0xFF10 && c <= 0xFF19) return true;                                // full-width digits
  // The scripts from Devanagari to Malayalam have nine blocks of 128, each with its digits at the same place.
  return c >= 0x900 && c <= 0xD7F && (c & 0x7F) >= 0x66 && (c & 0x7F) <= 0x6F;
}

// Whether normalize() may pass over a character between two digits, or nearly: a blank, a hyphen, a dot, a bracket, or
// something that nobody sees. Those of ASCII first, then blocks and single ones.
bool is_separator(char32_t c) {
  if (c >= 0x9 && c <= 0xD) return true;
  if (c < 0x80) return std::string_view(" -.()[]+_,").find(static_cast<char>(c)) != std::string_view::npos;
  if (c >= 0x2000 && c <= 0x206F) return c != 0x2022;  // general punctuation but for the bullet, which hides a digit
  if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF)) return true;  // variation selectors
  return std::u32string_view(
             U"\u0085\u00A0\u00AD\u00B7\u061C\u066B\u1680\u2212\u2E3A\u3000\u301C\uFE58\uFE63\uFEFF\uFF08"
             U"\uFF09\uFF0B\uFF0D\uFF0E\uFF3B\uFF3D")
             .find(c) != std::u32string_view::npos;
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string redact(std::string_view text) {
  std::vector<Character> characters;
  while (!text.empty()) {
    characters.push_back(next_character(text));
    text.remove_prefix(characters.back().bytes.size());
  }

  std::string out;
  const auto show = [&out](const Character& c) { out += is_control(c.code) || c.code == kMalformed ? "?" : c.bytes; };
  for (std::size_t i = 0; i < characters.size();) {
    if (!is_digit(characters[i].code)) {
      show(characters[i++]);
      continue;
    }
    // A group is made of digits, and of separators that have a digit somewhere on both sides.
    std::size_t end = i, digits = 0, run = 0, longest = 0;
    for (std::size_t j = i; j < characters.size(); ++j) {
      if (is_digit(characters[j].code)) {
        ++digits;
        longest = std::max(longest, ++run);
        end = j + 1;
      } else if (is_separator(characters[j].code)) {
        run = 0;
      } else {
        break;
      }
    }
    const bool hide = longest > kLongestRunShown || digits > kMostDigitsShown;
    for (; i < end; ++i) {
      if (hide && is_digit(characters[i].code)) {
        out += '#';
      } else {
        show(characters[i]);
      }
    }
  }
  return out;
}

std::string shown_path(const std::filesystem::path& path) { return fmt::format("'{}'", redact(path.native())); }

}  // namespace selfcheck::cli
