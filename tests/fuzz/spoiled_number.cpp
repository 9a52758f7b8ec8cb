// A text that may be a number with something around it. The first byte says which kind of number is meant, and which
// format the text comes from.
#include <algorithm>
#include <array>
#include <string>

#include "expect.h"
#include "input.h"
#include "input/reject_pattern.h"
#include "input/repair.h"
#include "selfcheck/plain_number.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

// Whether these digits may stand before a number of the kind: the prefixes of a mobile number that section 2 of
// docs/FORMAT.md has.
bool is_prefix(Kind kind, std::string_view digits) {
  constexpr std::array<std::string_view, 7> kPrefixes{"0", "91", "910", "091", "0910", "0091", "00910"};
  return digits.empty() ||
         (kind == Kind::mobile && std::find(kPrefixes.begin(), kPrefixes.end(), digits) != kPrefixes.end());
}

// No digit is added, dropped or changed: the numbers stand in the text one after the other, and what is left of its
// digits is a prefix before a number, or the zeros behind a decimal point.
void expect_no_guess(std::string_view text, const Repaired& repaired) {
  const std::string digits = fuzz::digits_in(text);
  std::size_t at = 0;
  for (const CanonicalForm& form : repaired.numbers) {
    const std::size_t found = digits.find(form.digits(), at);
    EXPECT(found != std::string::npos);
    EXPECT(is_prefix(form.kind(), std::string_view(digits).substr(at, found - at)));
    at = found + form.digits().size();
  }
  const std::string after = digits.substr(at);
  EXPECT(repaired.was_decimal ? after.find_first_not_of('0') == std::string::npos && !after.empty() : after.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint8_t flags = input.byte();
  const Kind kind = (flags & 1) != 0 ? Kind::aadhaar : Kind::mobile;
  const auto format = static_cast<InputFormat>((flags >> 1) % 3);
  const std::string_view text = as_text(input.rest());
  const Record record{{1, 1U + (flags >> 7), 1}, text.substr(0, kMaxTypedSize + 1)};

  if (const auto pattern = recognise_pattern(record, format)) {
    EXPECT(!pattern_name(*pattern).empty() && !advice(*pattern).empty());
    fuzz::expect_tells_nothing(describe(*pattern, 1), text);
    EXPECT(static_cast<std::size_t>(*pattern) < kRejectPatterns);
  }
  if (normalize(kind, text)) return 0;
  const Repaired repaired = repair(kind, text);
  EXPECT(repaired.numbers.empty() == repaired.patterns.empty());
  if (repaired.numbers.empty()) return 0;
  EXPECT(text.size() <= kMaxTypedSize);
  const auto has = [&](RejectPattern pattern) {
    return std::count(repaired.patterns.begin(), repaired.patterns.end(), pattern) == 1;
  };
  EXPECT(std::all_of(repaired.patterns.begin(), repaired.patterns.end(), is_repairable));
  EXPECT(std::all_of(repaired.patterns.begin(), repaired.patterns.end(), has));
  EXPECT(repaired.was_decimal == has(RejectPattern::decimal_zero));
  EXPECT((repaired.numbers.size() > 1) == has(RejectPattern::several_numbers));
  for (const CanonicalForm& form : repaired.numbers)
    EXPECT(form.kind() == kind && normalize(kind, form.digits()) == form);
  expect_no_guess(text, repaired);
  return 0;
}
