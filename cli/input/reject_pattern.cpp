#include "input/reject_pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/wording.h"

namespace selfcheck::cli {
namespace {

struct Words {
  std::string_view name;
  std::string_view one;   // what follows `1 record`
  std::string_view many;  // what follows `2 records`
  std::string_view advice;
};

constexpr std::string_view kAsText = "export the column as text from where the numbers are still whole";

// What is said of each pattern, in the order of the enumeration RejectPattern.
constexpr std::array<Words, kRejectPatterns> kWords{{
    {"first_row_names", "seems to hold the columns' names", "seem to hold the columns' names", "--header skips it"},
    {"apostrophe", "begins with an apostrophe", "begin with an apostrophe",
     "it is a spreadsheet's mark for text: export without it"},
    {"formula", "is written as a formula, =\"...\"", "are written as formulas, =\"...\"",
     "export the values, not the formulas"},
    {"spreadsheet_error", "is a spreadsheet's error or ####", "are a spreadsheet's errors or ####",
     "mend the formula, or widen the column, and export again"},
    {"link", "is a link (tel: or the like)", "are links (tel: or the like)", "export the numbers without it"},
    {"minus_sign", "has a minus sign", "have a minus sign",
     "a spreadsheet has calculated with +91-..., and the number is lost: format the column as text before importing"},
    {"accounting", "is in brackets, as accountants write negative numbers",
     "are in brackets, as accountants write negative numbers",
     "the spreadsheet may have calculated with +91-...: format the column as text before importing"},
    {"scientific", "is in scientific notation, which has lost digits",
     "are in scientific notation, which has lost digits", kAsText},
    {"decimal_zero", "ends in .0", "end in .0", "export the column as text"},
    {"decimal", "has a decimal point", "have a decimal point", kAsText},
    {"thousands", "has commas between groups of digits", "have commas between groups of digits",
     "format the column as text, not as a number, and export again"},
    {"quoted", "is in quotes", "are in quotes", "it is a CSV file: --column 1"},
    {"masked", "has hidden digits", "have hidden digits", "only whole numbers can be hashed: get them from the source"},
    {"several_numbers", "has several numbers", "have several numbers", "give each number a line of its own"},
    {"other_separator", "has columns that something else separates", "have columns that something else separates",
     "--delimiter says what stands between the columns"},
    {"columns", "has several columns", "have several columns", "--column N takes one column of a CSV file"},
    {"label", "has words around the number", "have words around the number", "export the number alone"},
    {"rounded", "ends in many zeros", "end in many zeros", kAsText},
    {"no_digits", "has no digit at all", "have no digit at all",
     "if they hold words, make sure that it is the right column"},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_separator(char c) { return c == ',' || c == ';' || c == '\t' || c == '|' || c == '/' || c == '&' || c == '\n'; }

// A number of either kind has at least this many digits.
constexpr std::size_t kFewestDigits = 10;
// One number in 10^5 ends in this many zeros by chance.
constexpr std::size_t kRoundedZeros = 5;

template <typename Predicate>
std::size_t count(std::string_view text, Predicate predicate) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), predicate));
}
std::size_t digits_in(std::string_view text) { return count(text, is_digit); }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\v\f\r\n";
  const std::size_t start = text.find_first_not_of(kSpace);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

// These two take characters off the front of a text, in place of regular expressions.
std::size_t take_digits(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(size);
  return size;
}
bool take_any(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Recognises how a number is written that has only digits, signs, points, commas and an exponent.
std::optional<RejectPattern> recognise_notation(std::string_view text) {
  std::string_view rest = text;
  take_any(rest, "+-");
  const std::size_t whole = take_digits(rest);
  if (whole == 0) return std::nullopt;
  const bool point = rest.starts_with('.');
  if (take_any(rest, ".,")) {
    const std::string_view after = rest;
    const std::string_view fraction = after.substr(0, take_digits(rest));
    if (point && rest.empty() && !fraction.empty() && whole + fraction.size() >= kFewestDigits) {
      const bool zeros = fraction.find_first_not_of('0') == std::string_view::npos;
      return zeros ? RejectPattern::decimal_zero : RejectPattern::decimal;
    }
  }
  if (take_any(rest, "eE")) {
    take_any(rest, "+-");
    if (take_digits(rest) != 0 && rest.empty()) return RejectPattern::scientific;
  }
  return std::nullopt;
}

bool has_thousands(std::string_view text) {
  std::size_t groups = 0;
  take_any(text, "+-");
  while (true) {
    const std::size_t digits = take_digits(text);
    if (digits == 0 || digits > 3) return false;
    ++groups;
    if (text.empty()) return groups > 2;
    if (!take_any(text, ",")) return false;
  }
}

// Returns how many parts of the text, between separators or letters, have digits enough to be a number each.
std::size_t numbers_in(std::string_view text) {
  std::size_t numbers = 0, part = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool ends = i == text.size() || is_separator(text[i]) || is_letter(text[i]);
    if (!ends) {
      part += is_digit(text[i]) ? 1 : 0;
      continue;
    }
    numbers += part / kFewestDigits > 1 ? 2 : part >= kFewestDigits ? 1 : 0;
    part = 0;
  }
  return numbers;
}

bool is_masked(std::string_view text) {
  const auto is_mask = [](char c) { return c == 'x' || c == 'X' || c == '*' || c == '#'; };
  const std::size_t masks = count(text, is_mask);
  const std::size_t letters = count(text, [&](char c) { return is_letter(c) && !is_mask(c); });
  // Bullets are U+2022 and U+25CF.
  const bool bullets =
      text.find("\xE2\x80\xA2") != std::string_view::npos || text.find("\xE2\x97\x8F") != std::string_view::npos;
  return letters == 0 && (masks > 1 || bullets);
}

bool is_link(std::string_view text) {
  constexpr std::array<std::string_view, 5> kSchemes{"tel:", "sms:", "callto:", "whatsapp:", "http"};
  return std::any_of(kSchemes.begin(), kSchemes.end(), [&](std::string_view scheme) {
    return text.size() > scheme.size() && std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
           });
  });
}

bool is_spreadsheet_error(std::string_view text) {
  if (!text.starts_with('#')) return false;
  text.remove_prefix(1);
  return text.find_first_not_of('#') == std::string_view::npos || (is_letter(text.front()) && digits_in(text) <= 1);
}

bool ends_in_many_zeros(std::string_view text) {
  return text.size() > kRoundedZeros && digits_in(text) >= kFewestDigits &&
         text.substr(text.size() - kRoundedZeros).find_first_not_of('0') == std::string_view::npos;
}

bool is_dash(std::string_view text) {  // The text begins with a hyphen, or the minus sign U+2212.
  return text.starts_with('-') || text.starts_with("\xE2\x88\x92");
}

bool is_apostrophe(std::string_view text) {  // The typographic apostrophes U+2018 and U+2019 count, too.
  return text.starts_with('\'') || text.starts_with('`') || text.starts_with("\xE2\x80\x98") ||
         text.starts_with("\xE2\x80\x99");
}

}  // namespace

std::optional<RejectPattern> recognise_pattern(const Record& record, InputFormat format) {
  using enum RejectPattern;
  const bool is_csv = format == InputFormat::csv;
  const std::string_view text = trimmed(record.text);
  if (text.find("=\"") != std::string_view::npos) return formula;
  if (record.fault != RowFault::none) return std::nullopt;  // the reason of the fault says everything already

  const std::size_t digits = digits_in(text);
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  if (digits == 0 && is_csv && record.place.record == 1 && count(text, is_letter) > 1) return first_row_names;
  if (is_spreadsheet_error(text)) return spreadsheet_error;
  // Digits of other scripts are not recognised here, so nothing can be said of texts that may have them.
  if (digits == 0) return ascii ? std::optional(no_digits) : std::nullopt;
  if (is_apostrophe(text)) return apostrophe;
  if (is_link(text)) return link;
  if (is_dash(text)) return minus_sign;
  if (text.front() == '(' && text.back() == ')' && text.find(')') == text.size() - 1) return accounting;
  if (const auto notation = recognise_notation(text)) return notation;
  if (has_thousands(text)) return thousands;
  if (text.size() > 1 && text.front() == '"' && text.find('"', 1) == text.size() - 1) return quoted;
  if (numbers_in(text) > 1) return several_numbers;
  if (is_csv && text.find_first_of(";\t|") != std::string_view::npos) return other_separator;
  if (format == InputFormat::text && text.find_first_of(",;\t|") != std::string_view::npos) return columns;
  if (is_masked(text)) return masked;
  if (digits >= kFewestDigits && count(text, is_letter) > 0) return label;
  if (ends_in_many_zeros(text)) return rounded;
  return std::nullopt;
}

std::string_view pattern_name(RejectPattern pattern) { return kWords[static_cast<std::size_t>(pattern)].name; }

std::string describe(RejectPattern pattern, std::uint64_t records) {
  const Words& words = kWords[static_cast<std::size_t>(pattern)];
  return fmt::format("{} {}", counted(records, "record", "records"), records == 1 ? words.one : words.many);
}

std::string_view advice(RejectPattern pattern) { return kWords[static_cast<std::size_t>(pattern)].advice; }

}  // namespace selfcheck::cli
