#include "input/repair.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace selfcheck::cli {
namespace {

constexpr std::string_view kBlanks = " \t\v\f\r\n";
constexpr std::string_view kDigits = "0123456789";
// One number in 10^5 ends in this many zeros by chance.
constexpr std::string_view kRoundedZeros = "00000";

// Words that say no more than that this is somebody's mobile number, or Aadhaar number. No word is here that says that
// it is another kind of number (`Tel.`, `Office` and `(R)` are said of landlines), that it is wrong, or not a person's.
constexpr std::array<std::string_view, 43> kMobileWords{
    "mob",
    "mobile",
    "phone",
    "ph",
    "cell",
    "contact",
    "no",
    "nos",
    "num",
    "number",
    "numbers",
    "whatsapp",
    "wa",
    "sms",
    "call",
    "calls",
    "only",
    "home",
    "work",
    "personal",
    "primary",
    "secondary",
    "alternate",
    "alternative",
    "alt",
    "other",
    "main",
    "self",
    "own",
    "father",
    "mother",
    "wife",
    "husband",
    "son",
    "daughter",
    "brother",
    "sister",
    "parent",
    "spouse",
    "guardian",
    "s",
    "m",
    "\xE0\xA4\xAE\xE0\xA5\x8B\xE0\xA4\xAC\xE0\xA4\xBE\xE0\xA4\x87\xE0\xA4\xB2"};  // Hindi: mobile
constexpr std::array<std::string_view, 17> kAadhaarWords{
    "aadhaar",
    "aadhar",
    "adhaar",
    "adhar",
    "uid",
    "uidai",
    "no",
    "num",
    "number",
    "card",
    "self",
    "father",
    "mother",
    "wife",
    "husband",
    "s",
    "\xE0\xA4\x86\xE0\xA4\xA7\xE0\xA4\xBE\xE0\xA4\xB0"};  // Hindi: Aadhaar

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }
// Whether the byte is an ASCII letter or belongs to a character of another script.
bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

std::string lowercase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

bool take_prefix(std::string_view& text, std::string_view lowercase_prefix) {
  if (lowercase(text.substr(0, lowercase_prefix.size())) != lowercase_prefix) return false;
  text.remove_prefix(lowercase_prefix.size());
  return true;
}

bool has_digit(std::string_view text) { return text.find_first_of(kDigits) != std::string_view::npos; }
bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

bool is_known_word(Kind kind, std::string_view word) {
  const std::string lower = lowercase(word);
  const auto is_one_of = [&](const auto& words) { return std::find(words.begin(), words.end(), lower) != words.end(); };
  return kind == Kind::aadhaar ? is_one_of(kAadhaarWords) : is_one_of(kMobileWords);
}

// Whether the digits are grouped as people group those of such a number: in one piece or in equal parts, perhaps with
// 91 before them. In another grouping, or with a zero before them, they may be a landline's with its area code, or two
// things.
bool is_grouped_as_usual(Kind kind, std::string_view number) {
  std::vector<std::string_view> groups;
  for (std::size_t at = number.find_first_of(kDigits); at != std::string_view::npos;) {
    const std::size_t end = std::min(number.find_first_not_of(kDigits, at), number.size());
    groups.push_back(number.substr(at, end - at));
    at = number.find_first_of(kDigits, end);
  }
  if (groups.empty()) return false;
  const KindTraits& traits = kind_traits(kind);
  if (!traits.calling_code.empty() && groups.front().starts_with(traits.calling_code)) {
    const std::size_t code = traits.calling_code.size();
    if (groups.front().size() == code) {
      groups.erase(groups.begin());
    } else if (groups.front().size() == code + traits.digits || groups.front().size() == code + traits.digits / 2U) {
      groups.front().remove_prefix(code);
    }
  }
  const std::size_t parts = groups.size();
  const std::size_t usual = kind == Kind::aadhaar ? 3 : 2;
  return (parts == 1 || parts == usual) && std::all_of(groups.begin(), groups.end(), [&](std::string_view group) {
           return group.size() * parts == traits.digits;
         });
}

std::optional<CanonicalForm> read_grouped(Kind kind, std::string_view number) {
  const auto form = normalize(kind, number);
  return form && is_grouped_as_usual(kind, number) ? std::optional(*form) : std::nullopt;
}

// Returns how many words the text has, if all are known and there is nothing but punctuation around them. A single
// letter needs brackets, as in `(M)`.
std::optional<std::size_t> known_words(Kind kind, std::string_view text) {
  constexpr std::string_view kPunctuation = ":.,-()/=_'&;|";
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    if (end == at) {
      if (!is_blank(text[at]) && kPunctuation.find(text[at]) == std::string_view::npos) return std::nullopt;
      ++at;
      continue;
    }
    const std::string_view word = text.substr(at, end - at);
    const bool possessive = word == "s" && at > 0 && text[at - 1] == '\'';
    const bool in_brackets = at > 0 && text[at - 1] == '(' && end < text.size() && text[end] == ')';
    if (!is_known_word(kind, word) || (word.size() == 1 && !in_brackets && !possessive)) return std::nullopt;
    ++words;
    at = end;
  }
  return words;
}

// Whether the text next to the digits leaves no doubt that the number begins or ends there. `at` and `end` go away from
// the digits: backwards through what is before them, or forwards through what is behind them.
template <typename Iterator>
bool ends_number(Iterator at, Iterator end) {
  if (at == end) return true;
  if (is_word_byte(*at)) return false;  // the digits are part of a name, a code or an address
  // A hyphen may be a minus sign, a point a decimal point, and a comma may separate thousands; none of them is if a
  // word stands beyond it.
  while (at != end && (is_blank(*at) || *at == '-' || *at == '.' || *at == ',')) {
    const bool sign = !is_blank(*at);
    ++at;
    if (!sign) continue;
    while (at != end && (is_blank(*at) || *at == '.')) ++at;
    return at != end && (is_word_byte(*at) || *at == '(' || *at == ')');
  }
  return true;
}

// Returns the number in a text that has words around it.
std::optional<CanonicalForm> without_label(Kind kind, std::string_view text) {
  const std::size_t first = text.find_first_of("+0123456789");
  const std::size_t last = text.find_last_of(kDigits);
  if (last == std::string_view::npos || first > last) return std::nullopt;
  const std::string_view number = text.substr(first, last - first + 1);
  if (number.find_first_not_of("+0123456789 -.()[]") != std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, first);
  const std::string_view after = text.substr(last + 1);
  if (!ends_number(before.rbegin(), before.rend()) || !ends_number(after.begin(), after.end())) return std::nullopt;
  // A number in brackets is how accountants write negative ones.
  if (trimmed(before).ends_with('(') && trimmed(after).starts_with(')')) return std::nullopt;
  const auto words_before = known_words(kind, before);
  const auto words_after = known_words(kind, after);
  if (!words_before || !words_after || *words_before + *words_after == 0) return std::nullopt;
  return read_grouped(kind, number);
}

// Returns where the separator that begins at `at` ends, or `at` itself if there is none.
std::size_t separator_end(std::string_view text, std::size_t at) {
  constexpr std::string_view kSeparators = ",;/|&\t\r\n";
  if (kSeparators.find(text[at]) != std::string_view::npos) return at + 1;
  for (const std::string_view word : {" or ", " and "}) {
    if (lowercase(text.substr(at, word.size())) == word) return at + word.size();
  }
  return at;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = separator_end(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    parts.push_back(trimmed(text.substr(start, at - start)));
    start = at = end;
  }
  parts.push_back(trimmed(text.substr(start)));
  return parts;
}

// Takes several numbers, each in one piece, with nothing but blanks between them.
bool take_pieces(Kind kind, std::string_view text, Repaired& repaired) {
  std::vector<CanonicalForm> numbers;
  for (std::string_view rest = trimmed(text); !rest.empty(); rest = trimmed(rest)) {
    const std::string_view piece = rest.substr(0, rest.find_first_of(kBlanks));
    rest.remove_prefix(piece.size());
    const std::string_view digits = piece.starts_with('+') ? piece.substr(1) : piece;
    const auto form = read_grouped(kind, piece);
    if (!all_digits(digits) || !form) return false;
    numbers.push_back(*form);
  }
  if (numbers.size() < 2) return false;
  repaired.numbers = std::move(numbers);
  repaired.patterns.push_back(RejectPattern::several_numbers);
  return true;
}

bool take_several(Kind kind, std::string_view text, Repaired& repaired) {
  const auto parts = parts_of(text);
  if (std::count_if(parts.begin(), parts.end(), has_digit) < 2) return false;
  std::vector<CanonicalForm> numbers;
  bool labels = false;
  for (const std::string_view part : parts) {
    if (!has_digit(part)) {
      const auto words = known_words(kind, part);
      if (!words) return false;
      labels = labels || *words != 0;
    } else if (const auto form = read_grouped(kind, part); form) {
      numbers.push_back(*form);
    } else if (const auto labelled = without_label(kind, part); labelled) {
      numbers.push_back(*labelled);
      labels = true;
    } else {
      return false;
    }
  }
  repaired.numbers = std::move(numbers);
  repaired.patterns.push_back(RejectPattern::several_numbers);
  if (labels) repaired.patterns.push_back(RejectPattern::label);
  return true;
}

bool take_decimal(Kind kind, std::string_view text, Repaired& repaired) {
  std::string_view whole = text.substr(0, text.find('.'));
  if (whole.size() == text.size()) return false;
  const std::string_view fraction = text.substr(whole.size() + 1);
  if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos) return false;
  const std::string_view number = whole;
  if (whole.starts_with('+')) whole.remove_prefix(1);
  if (!all_digits(whole) || whole.starts_with('0') || whole.ends_with(kRoundedZeros)) return false;
  const auto form = normalize(kind, number);
  if (!form) return false;
  repaired.numbers.push_back(*form);
  repaired.patterns.push_back(RejectPattern::decimal_zero);
  repaired.was_decimal = true;
  return true;
}

enum class Link : std::uint8_t { none, refused, taken };

Link take_link(Kind kind, std::string_view text, Repaired& repaired) {
  const auto take = [&](std::string_view number) {
    const auto form = kind == Kind::mobile ? read_grouped(kind, number) : std::nullopt;
    if (!form) return Link::refused;
    repaired.numbers.push_back(*form);
    repaired.patterns.push_back(RejectPattern::link);
    return Link::taken;
  };
  // If a blank follows the colon, it is a word before a number and no link.
  const auto take_start = [&text](std::string_view start) {
    std::string_view rest = text;
    if (!take_prefix(rest, start) || rest.empty() || is_blank(rest.front())) return false;
    text = rest;
    return true;
  };
  for (const std::string_view scheme : {"tel:", "sms:", "smsto:", "callto:"}) {
    if (!take_start(scheme)) continue;
    take_prefix(text, "//");
    return take(text);
  }
  for (const std::string_view start : {"whatsapp://send?phone=", "whatsapp:", "https://wa.me/", "http://wa.me/",
                                       "wa.me/", "https://api.whatsapp.com/send?phone="}) {
    if (!take_start(start)) continue;
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const KindTraits& traits = kind_traits(Kind::mobile);
    const bool indian = all_digits(digits) && digits.starts_with(traits.calling_code) &&
                        digits.size() == traits.calling_code.size() + traits.digits;
    return indian ? take(text) : Link::refused;
  }
  return Link::none;
}

bool take_apostrophe(std::string_view& text) {
  // The last two are the typographic apostrophes U+2018 and U+2019.
  for (const std::string_view mark : {"'", "`", "\xE2\x80\x98", "\xE2\x80\x99"}) {
    if (take_prefix(text, mark)) return true;
  }
  return false;
}

bool take_formula(std::string_view& text) {
  if (text.size() < 4 || !text.starts_with("=\"") || text.find('"', 2) != text.size() - 1) return false;
  text = text.substr(2, text.size() - 3);
  return true;
}

bool take_numbers(Kind kind, std::string_view text, Repaired& repaired) {
  if (take_decimal(kind, text, repaired)) return true;
  if (const Link link = take_link(kind, text, repaired); link != Link::none) return link == Link::taken;
  if (take_several(kind, text, repaired) || take_pieces(kind, text, repaired)) return true;
  const auto labelled = without_label(kind, text);
  if (!labelled) return false;
  repaired.numbers.push_back(*labelled);
  repaired.patterns.push_back(RejectPattern::label);
  return true;
}

}  // namespace

Repaired repair(Kind kind, std::string_view text) {
  Repaired repaired;
  if (text.size() > kMaxTypedSize) return repaired;
  text = trimmed(text);
  if (take_apostrophe(text)) repaired.patterns.push_back(RejectPattern::apostrophe);
  if (take_formula(text)) repaired.patterns.push_back(RejectPattern::formula);
  text = trimmed(text);
  if (!repaired.patterns.empty()) {
    if (const auto form = normalize(kind, text)) {
      repaired.numbers.push_back(*form);
      return repaired;
    }
  }
  if (!take_numbers(kind, text, repaired)) return {};
  return repaired;
}

bool is_repairable(RejectPattern pattern) {
  switch (pattern) {
    case RejectPattern::apostrophe:
    case RejectPattern::formula:
    case RejectPattern::link:
    case RejectPattern::decimal_zero:
    case RejectPattern::several_numbers:
    case RejectPattern::label:
      return true;
    default:
      return false;
  }
}

}  // namespace selfcheck::cli
