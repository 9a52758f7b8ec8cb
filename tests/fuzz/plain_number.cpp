// A number in a plain form, as data sets have it. The first byte chooses the kind, and the rest is the text.
#include "selfcheck/plain_number.h"

#include <algorithm>
#include <string>

#include "expect.h"

using namespace selfcheck;

namespace {

// Returns the ASCII digits that follow `prefix`, if the text is just that.
bool is_prefix_and_digits(std::string_view text, std::string_view prefix, std::size_t digits) {
  return text.size() == prefix.size() + digits && text.starts_with(prefix) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(prefix.size()), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Kind kind = kKinds[data[0] % kKinds.size()];
  const KindTraits& traits = kind_traits(kind);
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto plain = read_plain_number(kind, text);

  const bool canonical = is_prefix_and_digits(text, traits.prefix, traits.digits);
  bool in_plain_form = is_prefix_and_digits(text, "", traits.digits);
  if (kind == Kind::mobile) {
    in_plain_form = in_plain_form || is_prefix_and_digits(text, "91", traits.digits) ||
                    is_prefix_and_digits(text, "+91", traits.digits);
  }
  EXPECT(!plain || canonical || in_plain_form);
  if (!canonical && !in_plain_form) return 0;

  // Where this reader has a say, it says what the other one says.
  const std::string number = canonical ? text.substr(text.size() - traits.digits) : text;
  const auto form = normalize(kind, number);
  EXPECT(plain.has_value() == form.has_value());
  if (!plain) return 0;
  EXPECT(*plain == *form);
  // A canonical form is a fixed point.
  EXPECT(read_plain_number(kind, as_text(plain->bytes())) == plain);
  return 0;
}
