// The beginning of a file of which nobody has said what its columns are. The first byte says which kind of number is
// looked for, and whether the delimiter is given.
#include "input/column_list.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/failure.h"
#include "expect.h"
#include "input.h"
#include "input/content_type.h"
#include "input/csv_delimiter.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

// Where no row has a quote, how often a delimiter stands in each line is all there is to count.
bool fits(char delimiter, const std::vector<std::string_view>& lines, bool perfectly) {
  std::map<std::ptrdiff_t, std::size_t> alike;
  std::size_t most = 0;
  for (const std::string_view line : lines) {
    const auto count = std::count(line.begin(), line.end(), delimiter);
    if (count > 0) most = std::max(most, ++alike[count]);
  }
  return most > 0 && (perfectly ? most == lines.size() : most * 10 >= lines.size() * 9);
}

void expect_right_delimiter(std::string_view sample) {
  const auto lines = sampled_lines(sample);
  std::string found;
  bool two = false;
  try {
    if (const auto delimiter = find_delimiter(lines, "the file")) found = *delimiter;
  } catch (const Failure& failure) {
    two = true;
    fuzz::expect_tells_nothing(failure.message() + failure.hint(), sample);
  }
  if (sample.find('"') != std::string_view::npos) return;
  std::string fitting;
  for (const bool perfectly : {true, false}) {
    if (!fitting.empty()) break;
    for (const char c : {',', ';', '\t', '|'}) {
      if (fits(c, lines, perfectly)) fitting += c;
    }
  }
  EXPECT(two == (fitting.size() > 1));
  EXPECT(found == (two ? "" : fitting));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint8_t flags = input.byte();
  const Kind kind = (flags & 1) != 0 ? Kind::aadhaar : Kind::mobile;
  const std::optional<char> given = (flags & 2) != 0 ? std::optional((flags & 4) != 0 ? ',' : '~') : std::nullopt;
  const std::string_view sample = as_text(input.rest());
  if (sample.find('\0') == std::string_view::npos) {
    expect_right_delimiter(sample);
    try {
      fail_on_columns(kind, sample, {1, "the file"}, given);
    } catch (const Failure& failure) {
      EXPECT(failure.message().size() < 8'000 && failure.hint().size() < 1'000);
      fuzz::expect_tells_nothing(failure.message(), sample);
      fuzz::expect_tells_nothing(failure.hint(), sample);
    }
  }
  const ContentType type = recognise_content(sample);
  try {
    fail_unless_text(type, "the file");
  } catch (const Failure& failure) {
    EXPECT(type > ContentType::archive && !failure.hint().empty());
  }
  return 0;
}
