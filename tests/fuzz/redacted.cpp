// A text that may have a number in it, as messages show it.
#include "base/redact.h"
#include "expect.h"
#include "input.h"
#include "selfcheck/identifier.h"
#include "tells_nothing.h"

using namespace selfcheck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const std::string shown = cli::redact(text);
  fuzz::expect_tells_nothing(shown, text);
  EXPECT(cli::redact(shown) == shown);
  for (const char c : shown) EXPECT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  // What anybody would read as a number is none any more.
  for (const Kind kind : kKinds) EXPECT(!normalize(kind, shown));
  return 0;
}
