#include "input/number_key.h"

#include "input/number_set.h"
#include "selfcheck/bytes.h"

namespace selfcheck::cli {

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
