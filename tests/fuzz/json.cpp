// JSON, and members of an object.
#include "selfcheck/json.h"

#include <string>

#include "expect.h"
#include "references/json.h"

using namespace selfcheck;

namespace {

// A reader of members that the value has none of, or has of another type, keeps the first error and reads on.
void expect_members(const json::Value& value) {
  json::ObjectReader reader(value, "document");
  const auto* const object = value.get_if<json::Object>();
  EXPECT(reader.failed() == (object == nullptr));
  const std::string text = reader.text("a", 0, 8);
  const std::uint64_t number = reader.integer("b", 1, 100);
  const auto bytes = reader.hex<2>("c");
  const bool boolean = reader.boolean("d");
  const json::Array* array = reader.array("e");
  EXPECT(number >= 1 && number <= 100);
  if (reader.failed()) {
    EXPECT(reader.error().code >= ErrorCode::field_missing && reader.error().code <= ErrorCode::field_value);
    return;
  }
  EXPECT(text.size() <= 8 && array != nullptr);
  for (const auto& [name, member] : *object) {
    if (name == "b") EXPECT(*member.get_if<std::uint64_t>() == number);
    if (name == "c") EXPECT(*member.get_if<std::string>() == to_hex(bytes));
    if (name == "d") EXPECT(*member.get_if<bool>() == boolean);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxSize = 4096;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto value = json::parse(as_bytes(text), kMaxSize);
  const auto expected = size <= kMaxSize ? reference::read_json(text) : std::nullopt;
  // Two readers agree on what is JSON, and on what it says.
  EXPECT(value.has_value() == expected.has_value());
  if (!value) {
    EXPECT(value.error().code >= ErrorCode::json_syntax && value.error().code <= ErrorCode::json_too_deep);
    EXPECT(value.error().number <= size && value.error().place.empty());
    return 0;
  }
  const std::string written = reference::write_json(*value);
  EXPECT(written == reference::write_json(*expected));
  // The written form is a fixed point. (It is longer than the text only where a control character was escaped in two
  // characters.)
  const auto again = json::parse(as_bytes(written), 6 * kMaxSize);
  EXPECT(again && reference::write_json(*again) == written);
  expect_members(*value);
  return 0;
}
