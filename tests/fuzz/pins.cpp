// A pins file.
#include "selfcheck/pins.h"

#include <algorithm>
#include <set>
#include <string>

#include "expect.h"

using namespace selfcheck;

namespace {

void expect_address(std::string_view url) {
  EXPECT(!url.empty() && url.size() <= 1000 && url.ends_with('/'));
  EXPECT(std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '?' && c != '#'; }));
  EXPECT(url.starts_with("https://") || url.starts_with("http://127.0.0.1") || url.starts_with("http://localhost") ||
         (url.find(':') == std::string_view::npos && !url.starts_with("//")));
}

void expect_valid(const Pin& pin) {
  EXPECT(!pin.id.empty() && pin.id.size() <= 64);
  EXPECT(pin.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
  expect_address(pin.url);
  EXPECT(!pin.keys.empty() && pin.keys.size() <= 8);
  EXPECT(pin.min_sequence >= 1 && pin.min_sequence < std::uint64_t{1} << 53);
  EXPECT(pin.evaluators.size() <= 7);
  std::set<std::uint32_t> indices;
  std::set<std::string> urls;
  for (const PinnedEvaluator& evaluator : pin.evaluators) {
    EXPECT(evaluator.index >= 1 && evaluator.index <= 7);
    expect_address(evaluator.url);
    EXPECT(indices.insert(evaluator.index).second && urls.insert(evaluator.url).second);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto pins = parse_pins({data, size});
  if (!pins) {
    EXPECT(pins.error().code != ErrorCode::none);
    return 0;
  }
  EXPECT(size <= kMaxPinsSize && !pins->empty() && pins->size() <= 64);
  std::set<std::string> ids;
  for (const Pin& pin : *pins) {
    expect_valid(pin);
    EXPECT(ids.insert(pin.id).second);
  }
  // The text that was read may have other white space, other escapes, another order and unknown keys, so it need not be
  // the one that is written. What is written is a fixed point, as long as it is not too large for a reader.
  const std::string written = write_pins(*pins);
  if (written.size() > kMaxPinsSize) return 0;
  const auto again = parse_pins(as_bytes(written));
  EXPECT(again && *again == *pins && write_pins(*again) == written);
  return 0;
}
