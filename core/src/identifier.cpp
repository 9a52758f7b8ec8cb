#include "selfcheck/identifier.h"

#include <algorithm>

#include "utf8.h"

namespace selfcheck {

namespace {

// Populations: TRAI's monthly subscription reports (over 1.1e9 active wireless subscriptions) and UIDAI's dashboard
// (over 1.3e9 numbers issued), rounded down. Possible: 4 first digits and 9 free ones; 8 first digits, 10 free ones and
// a check digit. First digits: the National Numbering Plan (DoT) for mobile, UIDAI's numbering scheme for Aadhaar.
constexpr std::array<KindTraits, kKinds.size()> kTraits{{
    {"mobile", "mobile:+91", 10, '6', false, "91", "0", 1'100'000'000, 4'000'000'000},
    {"aadhaar", "aadhaar:", 12, '2', true, "", "", 1'300'000'000, 80'000'000'000},
}};

static_assert(std::all_of(kTraits.begin(), kTraits.end(),
                          [](const KindTraits& t) { return t.prefix.size() + t.digits == kCanonicalSize; }));

// Verhoeff, "Error Detecting Decimal Codes" (1969): multiplication in the dihedral group D5, and the permutation that
// is applied once more for each place.
constexpr std::uint8_t kDihedral[10][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                            {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                            {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                            {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                            {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
constexpr std::uint8_t kPermutation[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

bool verhoeff_holds(std::string_view digits) {
  std::uint8_t check = 0;
  for (std::size_t place = 0; place < digits.size(); ++place) {
    auto digit = static_cast<std::uint8_t>(digits[digits.size() - 1 - place] - '0');
    for (std::size_t i = 0; i < place % 8; ++i) digit = kPermutation[digit];  // the permutation has order 8
    check = kDihedral[check][digit];
  }
  return check == 0;
}

// The code points of digit zero in each script whose digits people type (Unicode 15, property Nd).
constexpr std::array<char32_t, 13> kZeros{
    U'0',   0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6,  // ASCII, Arabic-Indic (both), Devanagari .. Gujarati
    0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0xFF10};         // Odia .. Malayalam, full-width

// What stands between digits without meaning anything: white space, hyphens and dashes, dots, brackets, and the
// invisible characters that come along when a number is copied from a contact or a message.
bool is_punctuation(char32_t c) {
  const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  return in(0x09, 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || in(0x2000, 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||  // white space
         c == '-' || c == 0xAD || in(0x2010, 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 ||
         c == 0xFF0D ||                                                                           // hyphens
         c == '.' || c == 0xB7 || c == 0xFF0E ||                                                  // dots
         c == '(' || c == ')' || c == '[' || c == ']' || c == 0xFF08 || c == 0xFF09 ||            // brackets
         in(0x200B, 0x200F) || in(0x202A, 0x202E) || in(0x2060, 0x2064) || in(0x2066, 0x2069) ||  // invisible
         c == 0x061C || c == 0xFEFF || in(0xFE00, 0xFE0F);
}

bool is_plus(char32_t c) { return c == '+' || c == 0xFF0B; }

bool is_mask(char32_t c) {
  return c == 'x' || c == 'X' || c == '*' || c == '#' || c == 0xD7 || c == 0x2022 || c == 0x25CF || c == 0x25CB ||
         c == 0x2217 || c == 0x22C6 || c == 0xFF0A;
}

// Letters of the scripts a person here is likely to type. What is missed is still refused, as unexpected_character.
bool is_letter(char32_t c) {
  const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  return in('a', 'z') || in('A', 'Z') || in(0xC0, 0x24F) || in(0x370, 0x5FF) || in(0x620, 0x6D3) || in(0x900, 0xDFF) ||
         in(0xFF21, 0xFF3A) || in(0xFF41, 0xFF5A);
}

constexpr std::size_t kVirtualIdDigits = 16;  // UIDAI's virtual ID, which stands in for an Aadhaar number

// What was typed, reduced to its digits.
struct Digits {
  ~Digits() { sodium_memzero(ascii.data(), ascii.size()); }
  std::array<char, 40> ascii{};  // more than any prefix, number and typing slip together have
  std::size_t size = 0;          // may exceed what `ascii` holds
  bool plus = false;             // a `+` came first
  bool decimal = false;          // a dot stands before the last digit, as spreadsheets write numbers: `9876543210.0`
  [[nodiscard]] std::string_view view() const { return {ascii.data(), std::min(size, ascii.size())}; }
};

Result<void> read_digits(std::string_view typed, Digits& out) {
  if (typed.size() > kMaxTypedSize) return fail(ErrorCode::too_long);
  char32_t zero = 0;
  bool masked = false, letters = false, after_dot = false;
  // The first thing wrong decides, except that a mask or a letter says more than what stands next to it.
  Error first;
  const auto note = [&first](ErrorCode code) {
    if (first.code == ErrorCode::none) first.code = code;
  };
  for (std::size_t at = 0; at < typed.size();) {
    const auto c = utf8::next(typed, at);
    if (!c) return fail(ErrorCode::invalid_utf8);
    const auto script = std::find_if(kZeros.begin(), kZeros.end(), [c](char32_t z) { return *c >= z && *c <= z + 9; });
    if (script != kZeros.end()) {
      if (zero != 0 && zero != *script) note(ErrorCode::mixed_digits);
      zero = *script;
      if (out.size < out.ascii.size()) out.ascii[out.size] = static_cast<char>('0' + (*c - *script));
      ++out.size;
      out.decimal = after_dot;
      after_dot = false;
    } else if (is_plus(*c) && out.size == 0 && !out.plus) {
      out.plus = true;
    } else if (is_mask(*c)) {
      masked = true;
    } else if (is_letter(*c)) {
      letters = true;
    } else if (!is_punctuation(*c)) {
      note(ErrorCode::unexpected_character);
    } else {
      after_dot = *c == '.';
    }
  }
  if (letters) return fail(ErrorCode::letters);
  if (masked) return fail(ErrorCode::masked);
  if (first.code != ErrorCode::none) return tl::unexpected<Error>(first);
  if (out.size == 0) return fail(ErrorCode::empty);
  return {};
}

// Takes the prefixes that may stand before the number (`+91`, `0091`, `91`, `0`, and one of the first three with `0`)
// off `digits`. A bare `91` could also begin the number itself: it is a prefix only if exactly a whole number follows.
// With one digit less, nobody can know whether a digit is missing after the prefix, or one is too many in the number.
Result<std::string_view> strip_prefixes(const KindTraits& kind, std::string_view digits, bool plus) {
  const auto take = [](std::string_view& from, std::string_view prefix) {
    if (prefix.empty() || !from.starts_with(prefix)) return false;
    from.remove_prefix(prefix.size());
    return true;
  };
  const bool international = plus || take(digits, "00");
  if (international && !take(digits, kind.calling_code)) {
    // Perhaps only its first digit has been typed yet.
    if (!kind.calling_code.starts_with(digits)) return fail(ErrorCode::country_code);
    digits = {};
  }
  take(digits, kind.trunk_prefix);
  if (!international) {
    std::string_view rest = digits;
    if (take(rest, kind.calling_code)) take(rest, kind.trunk_prefix);
    if (rest.size() == kind.digits) digits = rest;
  }
  return digits;
}

bool is_valid(const KindTraits& kind, std::string_view digits) {
  return digits.size() == kind.digits && digits.front() >= kind.first_digit_min &&
         (!kind.verhoeff || verhoeff_holds(digits));
}

// The number in digits that may have prefixes before them.
Result<CanonicalForm> read_number(Kind kind, const Digits& all) {
  const KindTraits& traits = kind_traits(kind);
  std::string_view digits = all.view();
  if (!traits.calling_code.empty()) {
    const auto stripped = strip_prefixes(traits, digits, all.plus);
    if (!stripped) return tl::unexpected<Error>(stripped.error());
    digits = *stripped;
  } else if (all.plus) {
    const bool mobile = digits.starts_with(kind_traits(Kind::mobile).calling_code);
    return fail(mobile ? ErrorCode::looks_like_mobile : ErrorCode::unexpected_character);
  }
  if (kind == Kind::aadhaar && digits.size() == kVirtualIdDigits) return fail(ErrorCode::virtual_id);
  // Said at once, so that nobody types the rest of a number that can't be one.
  if (!digits.empty() && digits.front() < traits.first_digit_min) return fail(ErrorCode::first_digit);
  if (digits.size() < traits.digits) return fail(ErrorCode::too_short, {}, traits.digits - digits.size());
  if (digits.size() > traits.digits) return fail(ErrorCode::too_long, {}, digits.size() - traits.digits);
  if (!is_valid(traits, digits)) return fail(ErrorCode::check_digit);
  // The dot and its zero would be taken for the number's last digit.
  if (all.decimal) return fail(ErrorCode::unexpected_character);
  return CanonicalForm::from_valid_digits(kind, digits);
}

}  // namespace

const KindTraits& kind_traits(Kind kind) { return kTraits[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_from_name(std::string_view name) {
  for (const Kind kind : kKinds) {
    if (kind_traits(kind).name == name) return kind;
  }
  return std::nullopt;
}

CanonicalForm CanonicalForm::from_valid_digits(Kind kind, std::string_view digits) {
  CanonicalForm form(kind);
  const std::string_view prefix = kind_traits(kind).prefix;
  std::copy(digits.begin(), digits.end(), std::copy(prefix.begin(), prefix.end(), form.bytes_.begin()));
  return form;
}

std::string_view CanonicalForm::digits() const { return as_text(bytes_).substr(kind_traits(kind_).prefix.size()); }

Result<CanonicalForm> normalize(Kind kind, std::string_view typed) {
  Digits all;
  if (auto read = read_digits(typed, all); !read) return tl::unexpected<Error>(read.error());
  if (all.size > all.ascii.size()) return fail(ErrorCode::too_long);
  auto form = read_number(kind, all);
  if (!form && kind == Kind::mobile && !all.plus && is_valid(kind_traits(Kind::aadhaar), all.view())) {
    return fail(ErrorCode::looks_like_aadhaar);
  }
  return form;
}

}  // namespace selfcheck
