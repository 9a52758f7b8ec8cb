#include "selfcheck/plain_number.h"

#include <array>

#include "verhoeff.h"

namespace selfcheck {

namespace {

// The permutation that each place applies to its digit, computed beforehand. identifier.cpp instead applies
// kPermutation once for each place, which takes less room and more time.
constexpr auto kPermutations = [] {
  std::array<std::array<std::uint8_t, 10>, kPermutationOrder> powers{};
  for (std::uint8_t digit = 0; digit < 10; ++digit) powers[0][digit] = digit;
  for (std::size_t power = 1; power < powers.size(); ++power) {
    for (std::size_t digit = 0; digit < 10; ++digit) powers[power][digit] = kPermutation[powers[power - 1][digit]];
  }
  return powers;
}();

bool verhoeff_holds(std::string_view digits) {
  std::uint8_t check = 0;
  for (std::size_t place = 0; place < digits.size(); ++place) {
    const auto digit = static_cast<std::size_t>(digits[digits.size() - 1 - place] - '0');
    check = kDihedral[check][kPermutations[place % kPermutationOrder][digit]];
  }
  return check == 0;
}

bool all_digits(std::string_view text) {
  bool all = true;
  for (const char c : text) all = all && c >= '0' && c <= '9';
  return all;
}

}  // namespace

std::optional<CanonicalForm> read_plain_number(Kind kind, std::string_view text) {
  const KindTraits& traits = kind_traits(kind);
  if (text.size() < traits.digits) return std::nullopt;
  const std::string_view digits = text.substr(text.size() - traits.digits);
  if (const std::size_t before = text.size() - digits.size(); before != 0) {
    std::string_view prefix = text.substr(0, before);
    if (prefix != traits.prefix) {
      if (traits.calling_code.empty()) return std::nullopt;
      if (prefix.front() == '+') prefix.remove_prefix(1);
      if (prefix != traits.calling_code) return std::nullopt;
    }
  }
  if (digits.front() < traits.first_digit_min || !all_digits(digits)) return std::nullopt;
  if (traits.verhoeff && !verhoeff_holds(digits)) return std::nullopt;
  return CanonicalForm::from_valid_digits(kind, digits);
}

}  // namespace selfcheck
