#include "references/identifier.h"

#include <algorithm>
#include <array>
#include <vector>

#include "references/utf8.h"

namespace selfcheck::reference {

namespace {

constexpr std::array<char32_t, 13> kZeros{0x30,  0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6,
                                          0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xFF10};

bool within(char32_t c, std::initializer_list<std::pair<char32_t, char32_t>> ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [c](auto range) { return c >= range.first && c <= range.second; });
}
bool is_blank(char32_t c) {
  return within(c, {{0x20, 0x20},
                    {0xA0, 0xA0},
                    {0x1680, 0x1680},
                    {0x2000, 0x200A},
                    {0x202F, 0x202F},
                    {0x205F, 0x205F},
                    {0x3000, 0x3000}});
}
bool is_field_end(char32_t c) { return within(c, {{0x09, 0x0D}, {0x85, 0x85}, {0x2028, 0x2029}}); }
bool is_hyphen(char32_t c) {
  return within(c, {{0x2D, 0x2D},
                    {0xAD, 0xAD},
                    {0x2010, 0x2015},
                    {0x2212, 0x2212},
                    {0xFE58, 0xFE58},
                    {0xFE63, 0xFE63},
                    {0xFF0D, 0xFF0D}});
}
bool is_dot(char32_t c) { return c == 0x2E || c == 0xB7 || c == 0xFF0E; }
bool is_plus(char32_t c) { return c == 0x2B || c == 0xFF0B; }
bool is_invisible(char32_t c) {
  return within(c, {{0x61C, 0x61C},
                    {0x200B, 0x200F},
                    {0x202A, 0x202D},
                    {0x2060, 0x2060},
                    {0x2066, 0x2069},
                    {0xFE00, 0xFE0F},
                    {0xFEFF, 0xFEFF}});
}
// Returns the bracket that closes this one, or 0 if this one opens nothing.
char32_t closing(char32_t c) { return c == 0x28 ? 0x29 : c == 0x5B ? 0x5D : c == 0xFF08 ? 0xFF09 : 0; }
bool is_closing(char32_t c) { return c == 0x29 || c == 0x5D || c == 0xFF09; }

struct Typed {
  std::string digits;
  std::vector<bool> breaks;  // Whether something stands right before the digit; the first one has none.
  bool plus = false;
};

// Returns what stands where, or nothing if something stands where it must not, whatever the kind.
std::optional<Typed> read(std::string_view text) {
  if (text.size() > 256) return std::nullopt;
  const auto points = code_points(text);
  if (!points) return std::nullopt;

  Typed typed;
  char32_t script = 0, awaited = 0;
  std::size_t opened_at = 0;
  std::vector<std::u32string> gaps(1);  // What stands before each digit, and after the last one.
  for (const char32_t c : *points) {
    if (is_invisible(c)) continue;
    const auto zero = std::find_if(kZeros.begin(), kZeros.end(), [c](char32_t z) { return c >= z && c <= z + 9; });
    if (zero == kZeros.end()) {
      gaps.back() += c;
    } else {
      if (script != 0 && script != *zero) return std::nullopt;
      script = *zero;
      typed.digits += static_cast<char>('0' + (c - *zero));
      gaps.emplace_back();
    }
    if (closing(c) != 0) {
      if (awaited != 0) return std::nullopt;
      awaited = closing(c);
      opened_at = typed.digits.size();
    } else if (is_closing(c)) {
      if (c != awaited || opened_at == typed.digits.size()) return std::nullopt;
      awaited = 0;
    }
  }
  if (awaited != 0 || typed.digits.empty()) return std::nullopt;

  std::vector<std::size_t> dotted;  // The digits with a dot in the break before them.
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const bool before = i == 0, after = i + 1 == gaps.size();
    std::size_t dots = 0;
    for (const char32_t c : gaps[i]) {
      const bool bracket = closing(c) != 0 || is_closing(c);
      const bool fits = before  ? is_blank(c) || is_field_end(c) || is_plus(c) || closing(c) != 0
                        : after ? is_blank(c) || is_field_end(c) || is_dot(c)
                                : is_blank(c) || is_hyphen(c) || is_dot(c) || bracket;
      if (!fits || (is_plus(c) && typed.plus)) return std::nullopt;
      typed.plus = typed.plus || is_plus(c);
      if (is_dot(c) && ++dots > 1) return std::nullopt;
    }
    if (after) break;
    typed.breaks.push_back(!before && !gaps[i].empty());
    if (dots > 0) dotted.push_back(i);
  }
  if (dotted.size() == 1 && !(typed.plus && dotted.front() == 2)) return std::nullopt;
  if (!dotted.empty() && dotted.back() + 1 == typed.digits.size()) return std::nullopt;
  return typed;
}

std::optional<std::string> mobile_digits(const Typed& typed) {
  constexpr std::size_t kDigits = 10;
  if (typed.digits.size() < kDigits) return std::nullopt;
  const std::size_t start = typed.digits.size() - kDigits;
  const std::string prefix = typed.digits.substr(0, start), number = typed.digits.substr(start);
  const std::vector<std::string_view> prefixes =
      typed.plus ? std::vector<std::string_view>{"91", "910"}
                 : std::vector<std::string_view>{"0091", "00910", "91", "910", "091", "0910", "0", ""};
  if (std::find(prefixes.begin(), prefixes.end(), prefix) == prefixes.end() || number.front() < '6')
    return std::nullopt;

  const std::size_t code = prefix.find("91");
  if (code == std::string::npos) {
    const bool begins_with_code = number.starts_with("91");
    if (begins_with_code && typed.breaks[start + 2] && !typed.breaks[start + 1]) return std::nullopt;
    return number;
  }
  const bool marked = typed.plus || prefix.starts_with("00");
  const bool apart = typed.breaks[code + 2] || (prefix.ends_with("910") && typed.breaks[code + 3]);
  if (typed.breaks[code + kDigits] && !(apart && marked)) return std::nullopt;
  if (!marked) {
    if (typed.breaks[code + 1]) return std::nullopt;
    for (std::size_t i = start + 1; !apart && i < typed.digits.size(); ++i) {
      if (typed.breaks[i] && i != start + 5) return std::nullopt;
    }
  }
  return number;
}

// The product of the dihedral group D5.
unsigned product(unsigned a, unsigned b) {
  const bool reflected = a >= 5;
  const unsigned turned = (a % 5 + (reflected ? 5 - b % 5 : b % 5)) % 5;
  return reflected == (b >= 5) ? turned : 5 + turned;
}

}  // namespace

bool verhoeff_holds(std::string_view digits) {
  constexpr std::array<unsigned, 10> kPermutation{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  unsigned c = 0;
  for (std::size_t place = 0; place < digits.size(); ++place) {
    auto x = static_cast<unsigned>(digits[digits.size() - 1 - place] - '0');
    for (std::size_t i = 0; i < place; ++i) x = kPermutation[x];
    c = product(c, x);
  }
  return c == 0;
}

std::optional<std::string> digits_of(Kind kind, std::string_view text) {
  const auto typed = read(text);
  if (!typed) return std::nullopt;
  const auto mobile = mobile_digits(*typed);
  if (kind == Kind::mobile) return mobile;
  const std::string& digits = typed->digits;
  if (typed->plus || digits.size() != 12 || digits.front() < '2' || !verhoeff_holds(digits)) return std::nullopt;
  if (typed->breaks[2] && mobile) return std::nullopt;
  return digits;
}

}  // namespace selfcheck::reference
