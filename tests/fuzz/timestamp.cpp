// A point in time. If the first byte is even, the rest is a text; otherwise the next eight bytes are seconds.
#include "selfcheck/timestamp.h"

#include "expect.h"
#include "input.h"

using namespace selfcheck;

namespace {

// Counts the days from 1970 one year at a time, where core asks the standard library.
Timestamp seconds_of(int year, int month, int day, int hour, int minute, int second) {
  constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const auto leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  // Until the year began, there was a leap day in every fourth year, in no hundredth one, and in every four hundredth.
  const int y = year - 1;
  Timestamp days = Timestamp{365} * (year - 1970) + (y / 4 - y / 100 + y / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
  days += kBefore[month - 1] + (month > 2 && leap(year) ? 1 : 0) + day - 1;
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

void expect_same(Timestamp time, const std::string& text) {
  const auto number = [&text](std::size_t at, std::size_t size) { return std::stoi(text.substr(at, size)); };
  EXPECT(text.size() == 20);
  EXPECT(time == seconds_of(number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2), number(17, 2)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  if (input.byte() % 2 == 0) {
    const std::string text(as_text(input.rest()));
    const auto time = parse_timestamp(text);
    if (!time) return 0;
    EXPECT(*time >= kFirstTimestamp && *time <= kLastTimestamp);
    EXPECT(format_timestamp(*time) == text);
    expect_same(*time, text);
    return 0;
  }
  // Most eight bytes are no time of these years, so they are brought there.
  const Timestamp time =
      kFirstTimestamp + static_cast<Timestamp>(input.number(8) % (kLastTimestamp - kFirstTimestamp + 1));
  const std::string text = format_timestamp(time);
  EXPECT(parse_timestamp(text) == time);
  expect_same(time, text);
  return 0;
}
