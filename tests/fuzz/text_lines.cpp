// A text file, as it is read into lines: UTF-8, or UTF-16 with a byte order mark. The first byte says how large chunks
// are, the second how much of a line is kept.
#include "input/text_lines.h"

#include <string>
#include <vector>

#include "base/failure.h"
#include "cli_input.h"
#include "expect.h"
#include "input.h"
#include "input/content_type.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

struct Line {
  std::uint64_t number;
  std::string text;
  bool cut;
  friend bool operator==(const Line&, const Line&) = default;
};

struct Read {
  std::vector<Line> lines;
  std::string failure;
  friend bool operator==(const Read&, const Read&) = default;
};

Read read(std::string_view content, std::size_t kept, std::size_t first, std::size_t size) {
  RawInput& file = fuzz::memory_input(content, first, size);
  TextLines lines(file, kept);
  Read all;
  try {
    for (TextLine line; lines.next(line);) all.lines.push_back({line.number, std::string(line.text), line.cut});
  } catch (const Failure& failure) {
    all.failure = failure.message() + failure.hint();
  }
  return all;
}

// UTF-16 as UTF-8 by the tables of the Unicode standard, once more. Half a pair, or half a unit, becomes the byte FF.
std::string utf8_of(std::string_view bytes, bool little) {
  std::string out;
  std::vector<std::uint32_t> units;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto a = static_cast<std::uint8_t>(bytes[i]), b = static_cast<std::uint8_t>(bytes[i + 1]);
    units.push_back(little ? a + 256U * b : b + 256U * a);
  }
  const auto put = [&out](std::uint32_t value) { out += static_cast<char>(value); };
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::uint32_t code = units[i];
    const bool pair = code / 0x400 == 0x36 && i + 1 < units.size() && units[i + 1] / 0x400 == 0x37;
    if (pair) code = 0x10000 + (code % 0x400) * 0x400 + units[++i] % 0x400;
    if (code / 0x800 == 0x1B) {
      put(0xFF);
    } else if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xC0 + code / 64), put(0x80 + code % 64);
    } else if (code < 0x10000) {
      put(0xE0 + code / 4096), put(0x80 + code / 64 % 64), put(0x80 + code % 64);
    } else {
      put(0xF0 + code / 262144), put(0x80 + code / 4096 % 64), put(0x80 + code / 64 % 64), put(0x80 + code % 64);
    }
  }
  // One byte marks whatever is cut off at the end, be it half a pair, half a unit or both.
  if (bytes.size() % 2 == 1 && (units.empty() || units.back() / 0x400 != 0x36)) put(0xFF);
  return out;
}

std::vector<Line> lines_of(std::string_view text, std::size_t kept) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] != '\n' && text[end] != '\r') ++end;
    const std::string_view line = text.substr(at, end - at);
    lines.push_back({lines.size() + 1, std::string(line.substr(0, kept)), line.size() > kept});
    at = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t chunk = 1 + input.below(64), kept = 1 + input.below(64);
  const std::string_view content = as_text(input.rest());
  if (recognise_content(content) != ContentType::text) return 0;

  const Read whole = read(content, kept, SIZE_MAX, SIZE_MAX);
  const Read pieces = read(content, kept, fuzz::kFirstOfText, chunk);
  fuzz::expect_tells_nothing(whole.failure, content);
  EXPECT(whole.failure == pieces.failure);
  // Where a zero byte comes, the lines of the chunks before it were read already.
  if (!whole.failure.empty()) return 0;
  EXPECT(whole == pieces);

  const bool little = content.starts_with("\xFF\xFE"), big = content.starts_with("\xFE\xFF");
  const std::string text = little || big ? utf8_of(content.substr(2), little)
                                         : std::string(content.substr(content.starts_with("\xEF\xBB\xBF") ? 3 : 0));
  EXPECT(text.find('\0') == std::string::npos);
  EXPECT(whole.lines == lines_of(text, kept));
  return 0;
}
