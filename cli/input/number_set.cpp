#include "input/number_set.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <string_view>

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

std::uint64_t NumberSet::merge_duplicates() {
  std::sort(digits_.begin(), digits_.end());
  const auto end = std::unique(digits_.begin(), digits_.end());
  const auto dropped = static_cast<std::uint64_t>(digits_.end() - end);
  digits_.erase(end, digits_.end());
  return dropped;
}

Digest NumberSet::digest() const {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(digits_.data()),
                     digits_.size() * sizeof(std::uint64_t), nullptr, 0);
  return digest;
}

}  // namespace selfcheck::cli
