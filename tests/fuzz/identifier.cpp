// What a person typed. The first byte chooses the kind, and the rest is the text.
#include "selfcheck/identifier.h"

#include <string>

#include "expect.h"
#include "references/identifier.h"

using namespace selfcheck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Kind kind = kKinds[data[0] % kKinds.size()];
  const std::string typed(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto form = normalize(kind, typed);
  // Two readers agree on what is a number, and on which one.
  const auto digits = reference::digits_of(kind, typed);
  EXPECT(form.has_value() == digits.has_value());
  if (!form) {
    const Error& error = form.error();
    EXPECT(error.code != ErrorCode::none && error.code <= ErrorCode::invalid_utf8);
    EXPECT(error.place.empty());
    EXPECT(error.code == ErrorCode::too_short ? error.number >= 1 && error.number <= 12
                                              : error.number == 0 || error.code == ErrorCode::too_long);
    return 0;
  }
  const KindTraits& traits = kind_traits(kind);
  EXPECT(typed.size() <= kMaxTypedSize);
  EXPECT(form->kind() == kind && form->digits() == *digits && digits->size() == traits.digits);
  EXPECT(as_text(form->bytes()) == std::string(traits.prefix) + *digits);
  EXPECT(digits->front() >= traits.first_digit_min);
  EXPECT(!traits.verhoeff || reference::verhoeff_holds(*digits));

  // A canonical form's digits are a fixed point: they mean themselves.
  EXPECT(normalize(kind, form->digits()) == form);
  // What is invisible, or stands around the number, changes nothing.
  const std::string around = "\t \xE2\x80\x8B" + typed + "\n";
  if (around.size() <= kMaxTypedSize) EXPECT(normalize(kind, around) == form);
  return 0;
}
