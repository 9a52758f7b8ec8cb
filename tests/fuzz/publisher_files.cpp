// Small files that publishers and operators write by hand. The first byte says which: the texts of a list, or the rate
// of an evaluator.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/failure.h"
#include "evaluator/rate_file.h"
#include "evaluator/token_bucket.h"
#include "expect.h"
#include "input.h"
#include "list/texts_file.h"
#include "memory_file.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

void read_texts(const std::string& path, std::string_view content) {
  try {
    const auto texts = read_texts_file(path);
    const auto same = parse_texts(as_bytes(content));
    EXPECT(same && std::ranges::equal(*same, texts, [](const ListTexts& a, const ListTexts& b) {
             return a.language == b.language && a.title == b.title && a.publisher == b.publisher &&
                    a.about == b.about && a.link == b.link;
           }));
  } catch (const Failure& failure) {
    EXPECT(!parse_texts(as_bytes(content)));
    fuzz::expect_tells_nothing(failure.message() + failure.hint(), content);
  }
}

void read_one_rate(const std::string& path, std::string_view content) {
  const std::string_view number = content.substr(0, content.find_last_not_of(" \r\n") + 1);
  try {
    const std::uint32_t rate = read_rate(path);
    EXPECT(rate >= 1 && rate <= kMaxRate && content.size() <= 32);
    // It may have zeros in front.
    EXPECT(number.ends_with(fmt::format("{}", rate)) && number.find_first_not_of("0123456789") == std::string::npos);
  } catch (const Failure& failure) {
    fuzz::expect_tells_nothing(failure.message() + failure.hint(), content);
    const bool plain = !number.empty() && number.size() <= 5 && content.size() <= 32 &&
                       number.find_first_not_of("0123456789") == std::string::npos;
    EXPECT(!plain || number.find_first_not_of('0') == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::MemoryFile file;
  fuzz::Input input(data, size);
  const bool texts = input.below(2) == 0;
  const std::string_view content = as_text(input.rest());
  (texts ? read_texts : read_one_rate)(file.with(content), content);
  return 0;
}
