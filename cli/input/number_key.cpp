#include "input/number_key.h"

#include <sodium.h>

#include <array>

#include "selfcheck/bytes.h"

namespace selfcheck::cli {

std::uint64_t packed_digits(const CanonicalForm& form) {
  std::uint64_t packed = 0;
  for (const char digit : form.digits()) packed = packed * 10 + static_cast<std::uint64_t>(digit - '0');
  return packed;
}

CanonicalForm unpacked_digits(Kind kind, std::uint64_t digits) {
  std::array<char, 20> text{};
  const std::size_t size = kind_traits(kind).digits;
  for (std::size_t i = size; i-- > 0; digits /= 10) text[i] = static_cast<char>('0' + digits % 10);
  CanonicalForm form = CanonicalForm::from_valid_digits(kind, {text.data(), size});
  sodium_memzero(text.data(), text.size());
  return form;
}

NumberKey number_key(const CanonicalForm& form) {
  static const BucketPrefixes prefixes;
  return (NumberKey{prefixes.of(form)} << kDigitBits) | packed_digits(form);
}

CanonicalForm form_of(Kind kind, NumberKey key) { return unpacked_digits(kind, digits_of(key)); }

bool is_key_of(Kind kind, NumberKey key) {
  std::uint64_t end = 1;
  for (int i = 0; i < kind_traits(kind).digits; ++i) end *= 10;
  return digits_of(key) < end;
}

}  // namespace selfcheck::cli
