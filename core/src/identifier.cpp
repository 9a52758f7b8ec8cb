#include "selfcheck/identifier.h"

#include <algorithm>

#include "utf8.h"
#include "verhoeff.h"

namespace selfcheck {

namespace {

// The populations are from TRAI's monthly subscription reports (over 1.1e9 active wireless subscriptions) and UIDAI's
// dashboard (over 1.3e9 numbers issued), rounded down. The possible numbers follow from 4 first digits and 9 free ones
// for mobile, and from 8 first digits, 10 free ones and a check digit for Aadhaar. The first digits are those of the
// National Numbering Plan (DoT) for mobile, and of UIDAI's numbering scheme for Aadhaar.
constexpr std::array<KindTraits, kKinds.size()> kTraits{{
    {"mobile", "mobile:+91", 10, '6', false, "91", "0", 1'100'000'000, 4'000'000'000},
    {"aadhaar", "aadhaar:", 12, '2', true, "", "", 1'300'000'000, 80'000'000'000},
}};

static_assert(std::all_of(kTraits.begin(), kTraits.end(),
                          [](const KindTraits& t) { return t.prefix.size() + t.digits == kCanonicalSize; }));

bool verhoeff_holds(std::string_view digits) {
  std::uint8_t check = 0;
  for (std::size_t place = 0; place < digits.size(); ++place) {
    auto digit = static_cast<std::uint8_t>(digits[digits.size() - 1 - place] - '0');
    for (std::size_t i = 0; i < place % kPermutationOrder; ++i) digit = kPermutation[digit];
    check = kDihedral[check][digit];
  }
  return check == 0;
}

// What a character may be in a number (docs/FORMAT.md section 2). Characters that are in no class are refused.
enum class Class : std::uint8_t {
  digit,
  blank,
  line_end,
  hyphen,
  dot,
  open,
  close,
  plus,
  ignored,
  point,
  mask,
  letter
};

struct Range {
  char16_t first;
  char16_t last;
  Class what;
};

// The first range that holds a character decides its class. The classes of masks and letters only make the error
// plainer: a mask or letter that they miss is still refused, as unexpected_character.
constexpr Range kRanges[] = {
    // Each of these ranges has ten digits (Unicode 15, property Nd): ASCII, Arabic-Indic (both), Devanagari to
    // Malayalam,
    // full-width.
    {'0', '9', Class::digit},
    {0x0660, 0x0669, Class::digit},
    {0x06F0, 0x06F9, Class::digit},
    {0x0966, 0x096F, Class::digit},
    {0x09E6, 0x09EF, Class::digit},
    {0x0A66, 0x0A6F, Class::digit},
    {0x0AE6, 0x0AEF, Class::digit},
    {0x0B66, 0x0B6F, Class::digit},
    {0x0BE6, 0x0BEF, Class::digit},
    {0x0C66, 0x0C6F, Class::digit},
    {0x0CE6, 0x0CEF, Class::digit},
    {0x0D66, 0x0D6F, Class::digit},
    {0xFF10, 0xFF19, Class::digit},
    {' ', ' ', Class::blank},
    {0x00A0, 0x00A0, Class::blank},
    {0x1680, 0x1680, Class::blank},
    {0x2000, 0x200A, Class::blank},
    {0x202F, 0x202F, Class::blank},
    {0x205F, 0x205F, Class::blank},
    {0x3000, 0x3000, Class::blank},
    // Tabs are among the line ends, because both separate fields, and two numbers in two fields must not become one.
    {0x0009, 0x000D, Class::line_end},
    {0x0085, 0x0085, Class::line_end},
    {0x2028, 0x2029, Class::line_end},
    {'-', '-', Class::hyphen},
    {0x00AD, 0x00AD, Class::hyphen},
    {0x2010, 0x2015, Class::hyphen},
    {0x2212, 0x2212, Class::hyphen},
    {0xFE58, 0xFE58, Class::hyphen},
    {0xFE63, 0xFE63, Class::hyphen},
    {0xFF0D, 0xFF0D, Class::hyphen},
    {'.', '.', Class::dot},
    {0x00B7, 0x00B7, Class::dot},
    {0xFF0E, 0xFF0E, Class::dot},
    {'(', '(', Class::open},
    {'[', '[', Class::open},
    {0xFF08, 0xFF08, Class::open},
    {')', ')', Class::close},
    {']', ']', Class::close},
    {0xFF09, 0xFF09, Class::close},
    {'+', '+', Class::plus},
    {0xFF0B, 0xFF0B, Class::plus},
    // These characters come along when a number is copied from a contact or a message. U+202E is not among them,
    // because
    // it shows digits in reverse.
    {0x061C, 0x061C, Class::ignored},
    {0x200B, 0x200F, Class::ignored},
    {0x202A, 0x202D, Class::ignored},
    {0x2060, 0x2060, Class::ignored},
    {0x2066, 0x2069, Class::ignored},
    {0xFE00, 0xFE0F, Class::ignored},
    {0xFEFF, 0xFEFF, Class::ignored},
    {0x066B, 0x066B, Class::point},  // The Arabic decimal separator has no other use.
    {'x', 'x', Class::mask},
    {'X', 'X', Class::mask},
    {'*', '*', Class::mask},
    {'#', '#', Class::mask},
    {0x00D7, 0x00D7, Class::mask},
    {0x2022, 0x2022, Class::mask},
    {0x2217, 0x2217, Class::mask},
    {0x22C6, 0x22C6, Class::mask},
    {0x25CB, 0x25CB, Class::mask},
    {0x25CF, 0x25CF, Class::mask},
    {0xFF0A, 0xFF0A, Class::mask},
    {'a', 'z', Class::letter},
    {'A', 'Z', Class::letter},
    {0x00C0, 0x024F, Class::letter},
    {0x0370, 0x05FF, Class::letter},
    {0x0620, 0x06D3, Class::letter},
    {0x0900, 0x0DFF, Class::letter},
    {0xFF21, 0xFF3A, Class::letter},
    {0xFF41, 0xFF5A, Class::letter},
};

constexpr std::size_t kVirtualIdDigits = 16;  // The length of UIDAI's virtual ID, which stands for an Aadhaar number.

// The classes of what stands before a digit, or after the last one. Several of them may be set.
enum Gap : std::uint8_t { kBlank = 1, kLineEnd = 2, kHyphen = 4, kDot = 8, kBracket = 16 };

// The digits that were typed, and what stands between and around them.
struct Digits {
  ~Digits() { sodium_memzero(ascii.data(), ascii.size()); }
  std::array<char, 40> ascii{};  // Has room for more digits than prefix, number and a typing slip have together.
  std::size_t size = 0;          // How many digits were typed, which may be more than `ascii` holds.
  std::uint64_t breaks = 0;      // Bit i is one if something stands right before digit i, counted from 0.
  std::size_t dots = 0;          // How many places between digits have a dot.
  std::size_t last_dot = 0;      // Which digit follows the last of these dots.
  bool plus = false;             // Whether a `+` came first.
  bool open = false;             // Whether a bracket is still open at the end.
  std::uint8_t gap = 0;          // The classes of what stands after the last digit.
  [[nodiscard]] std::string_view view() const { return {ascii.data(), std::min(size, ascii.size())}; }
  [[nodiscard]] bool has_break(std::size_t before) const { return (breaks >> before & 1) != 0; }
};

Result<void> read_digits(std::string_view typed, Digits& out) {
  if (typed.size() > kMaxTypedSize) return fail(ErrorCode::too_long);
  char32_t zero = 0, bracket = 0;
  std::size_t bracket_at = 0;
  bool masked = false, letters = false;
  // The first thing that is wrong decides, except that a mask or a letter says more than what stands next to it.
  Error first;
  const auto note = [&first](bool wrong, ErrorCode code) {
    if (wrong && first.code == ErrorCode::none) first.code = code;
  };
  for (std::size_t at = 0; at < typed.size();) {
    const auto c = utf8::next(typed, at);
    if (!c) return fail(ErrorCode::invalid_utf8);
    const auto* const range = std::find_if(std::begin(kRanges), std::end(kRanges),
                                           [c](const Range& r) { return *c >= r.first && *c <= r.last; });
    if (range == std::end(kRanges)) {
      note(true, ErrorCode::unexpected_character);
      continue;
    }
    switch (range->what) {
      case Class::digit:
        note(zero != 0 && zero != range->first, ErrorCode::mixed_digits);
        zero = range->first;
        if (out.size == 0) {
          note((out.gap & kHyphen) != 0, ErrorCode::minus_sign);
          note((out.gap & kDot) != 0, ErrorCode::decimal_point);
        } else {
          note((out.gap & kLineEnd) != 0, ErrorCode::unexpected_character);
          if ((out.gap & kDot) != 0) {
            ++out.dots;
            out.last_dot = out.size;
          }
        }
        if (out.size < out.ascii.size()) {
          out.ascii[out.size] = static_cast<char>('0' + (*c - zero));
          out.breaks |= std::uint64_t{out.gap != 0} << out.size;
        }
        ++out.size;
        out.gap = 0;
        break;
      case Class::blank:
        out.gap |= kBlank;
        break;
      case Class::line_end:
        out.gap |= kLineEnd;
        break;
      case Class::hyphen:
        out.gap |= kHyphen;
        break;
      case Class::dot:
        note((out.gap & kDot) != 0, ErrorCode::decimal_point);
        out.gap |= kDot;
        break;
      case Class::open:
        note(bracket != 0, ErrorCode::brackets);
        bracket = *c;
        bracket_at = out.size;
        out.gap |= kBracket;
        break;
      case Class::close:
        // In Unicode a closing bracket is one or two code points after its opening bracket.
        note(bracket == 0 || *c - bracket > 2 || bracket_at == out.size, ErrorCode::brackets);
        bracket = 0;
        out.gap |= kBracket;
        break;
      case Class::plus:
        note(out.size != 0 || out.plus, ErrorCode::unexpected_character);
        out.plus = true;
        break;
      case Class::ignored:
        break;
      case Class::point:
        note(true, ErrorCode::decimal_point);
        break;
      case Class::mask:
        masked = true;
        break;
      case Class::letter:
        letters = true;
        break;
    }
  }
  out.open = bracket != 0;
  if (letters) return fail(ErrorCode::letters);
  if (masked) return fail(ErrorCode::masked);
  if (out.size == 0 && first.code != ErrorCode::unexpected_character) return fail(ErrorCode::empty);
  if (first.code != ErrorCode::none) return tl::unexpected<Error>(first);
  return {};
}

// The number's own digits, and whether the grouping agrees that what stands before them is a prefix.
struct Stripped {
  std::string_view digits;
  bool clear = true;
};

// Takes off the prefixes that may stand before the number (`+91`, `0091`, `91`, `0`, and one of the first three with
// `0`). A bare `91` could also begin the number itself, so it is a prefix only if exactly a whole number follows. With
// one digit less, nobody can know whether a digit is missing after the prefix, or one is too many in the number.
Result<Stripped> strip_prefixes(const KindTraits& kind, const Digits& all) {
  const auto take = [](std::string_view& from, std::string_view prefix) {
    if (!from.starts_with(prefix)) return false;
    from.remove_prefix(prefix.size());
    return true;
  };
  const auto place_of = [&all](std::string_view part) {
    return static_cast<std::size_t>(part.data() - all.ascii.data());
  };
  std::string_view rest = all.view();
  const bool international = all.plus || take(rest, "00");
  if (!international) take(rest, kind.trunk_prefix);
  Stripped number{rest};
  if (!take(rest, kind.calling_code)) {
    if (!international) return number;
    // Perhaps only the first digit of the calling code has been typed so far.
    if (!kind.calling_code.starts_with(rest)) return fail(ErrorCode::country_code);
    return Stripped{};
  }
  const std::size_t code = place_of(number.digits);
  const std::size_t code_end = place_of(rest);
  take(rest, kind.trunk_prefix);
  const bool split = all.has_break(code + 1);
  if (international || rest.size() == kind.digits) {
    number.digits = rest;
    const std::size_t start = place_of(rest);
    const bool apart = all.has_break(code_end) || all.has_break(start);
    // Ten digits from the code's first one on may be a number of their own, with something else behind them.
    if (all.has_break(code + kind.digits)) number.clear = international && apart;
    // Without a plus or `00`, only the grouping can tell that the code is one: it stands apart from the number, or the
    // number is in one piece or in two halves.
    const bool plain = (all.breaks >> start & ~(std::uint64_t{1} << kind.digits / 2)) == 0;
    if (!international && (split || (!apart && !plain))) number.clear = false;
  } else {
    // The count of digits says that `91` is no prefix; the number is clear unless the grouping says that it is one.
    number.clear = split || !all.has_break(code_end);
  }
  return number;
}

bool is_valid(const KindTraits& kind, std::string_view digits) {
  return digits.size() == kind.digits && digits.front() >= kind.first_digit_min &&
         (!kind.verhoeff || verhoeff_holds(digits));
}

// A dot that stands alone, or before a lone last digit, is a decimal point, because spreadsheets write numbers that
// way. A dot right after `+91` is none, because domain registries write numbers that way (RFC 5733, section 2.5).
bool has_decimal_point(const Digits& all) {
  return all.dots != 0 && ((all.dots == 1 && !(all.plus && all.last_dot == 2)) || all.last_dot + 1 == all.size);
}

// Reads the number from digits that may have prefixes before them.
Result<CanonicalForm> read_number(Kind kind, const Digits& all) {
  const KindTraits& traits = kind_traits(kind);
  Stripped number{all.view()};
  if (!traits.calling_code.empty()) {
    const auto stripped = strip_prefixes(traits, all);
    if (!stripped) return tl::unexpected<Error>(stripped.error());
    number = *stripped;
  } else if (all.plus) {
    const bool mobile = number.digits.starts_with(kind_traits(Kind::mobile).calling_code);
    return fail(mobile ? ErrorCode::looks_like_mobile : ErrorCode::unexpected_character);
  }
  const std::string_view digits = number.digits;
  if (kind == Kind::aadhaar && digits.size() == kVirtualIdDigits) return fail(ErrorCode::virtual_id);
  // A wrong first digit is reported at once, so that nobody types the rest of a number that can't be valid.
  if (!digits.empty() && digits.front() < traits.first_digit_min) return fail(ErrorCode::first_digit);
  if (digits.size() < traits.digits) return fail(ErrorCode::too_short, {}, traits.digits - digits.size());
  if (has_decimal_point(all)) return fail(ErrorCode::decimal_point);
  // Nobody writes an Aadhaar number with its first two digits apart.
  if (kind == Kind::aadhaar && all.has_break(2) && read_number(Kind::mobile, all)) {
    return fail(ErrorCode::looks_like_mobile);
  }
  if (digits.size() > traits.digits) return fail(ErrorCode::too_long, {}, digits.size() - traits.digits);
  if (!is_valid(traits, digits)) return fail(ErrorCode::check_digit);
  if (all.open || (all.gap & kBracket) != 0) return fail(ErrorCode::brackets);
  if ((all.gap & kHyphen) != 0) return fail(ErrorCode::minus_sign);
  if (!number.clear) return fail(ErrorCode::unclear_prefix);
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
  require(digits.size() == kind_traits(kind).digits);
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
  if (form || kind != Kind::mobile || all.plus || !is_valid(kind_traits(Kind::aadhaar), all.view())) return form;
  switch (form.error().code) {
    case ErrorCode::too_long:
    case ErrorCode::first_digit:
    case ErrorCode::unclear_prefix:
      return fail(ErrorCode::looks_like_aadhaar);
    default:
      return form;
  }
}

}  // namespace selfcheck
