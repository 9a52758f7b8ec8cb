// What a person typed. The first byte chooses the kind, and the rest is the text.
#include "selfcheck/identifier.h"

#include <string>

#include "expect.h"

using namespace selfcheck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Kind kind = kKinds[data[0] % kKinds.size()];
  const std::string typed(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto form = normalize(kind, typed);
  if (!form) {
    EXPECT(form.error().code != ErrorCode::none);
    return 0;
  }
  EXPECT(typed.size() <= kMaxTypedSize);
  EXPECT(form->kind() == kind);
  // A canonical form's digits are a fixed point: they mean themselves.
  const auto again = normalize(kind, form->digits());
  EXPECT(again && *again == *form);
  return 0;
}
