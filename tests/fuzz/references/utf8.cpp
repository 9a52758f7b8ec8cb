#include "references/utf8.h"

#include <cstdint>

namespace selfcheck::reference {

namespace {

// One row of the table: the ranges of the first two bytes, and how many bytes from 80 to BF follow them.
struct Row {
  std::uint8_t first_low, first_high;
  std::uint8_t second_low, second_high;
  std::size_t further;
};
constexpr Row kRows[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 0}, {0xE0, 0xE0, 0xA0, 0xBF, 1}, {0xE1, 0xEC, 0x80, 0xBF, 1}, {0xED, 0xED, 0x80, 0x9F, 1},
    {0xEE, 0xEF, 0x80, 0xBF, 1}, {0xF0, 0xF0, 0x90, 0xBF, 2}, {0xF1, 0xF3, 0x80, 0xBF, 2}, {0xF4, 0xF4, 0x80, 0x8F, 2},
};

}  // namespace

std::optional<std::vector<char32_t>> code_points(std::string_view text) {
  std::vector<char32_t> all;
  const auto byte = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  for (std::size_t at = 0; at < text.size();) {
    const std::uint8_t first = byte(at++);
    if (first < 0x80) {
      all.push_back(first);
      continue;
    }
    const Row* row = nullptr;
    for (const Row& one : kRows) {
      if (first >= one.first_low && first <= one.first_high) row = &one;
    }
    if (row == nullptr || text.size() - at < 1 + row->further) return std::nullopt;
    if (byte(at) < row->second_low || byte(at) > row->second_high) return std::nullopt;
    const std::size_t mask = row->further == 0 ? 0x1F : row->further == 1 ? 0x0F : 0x07;
    auto code = static_cast<char32_t>((first & mask) * 64 + byte(at++) % 64u);
    for (std::size_t i = 0; i < row->further; ++i) {
      if (byte(at) < 0x80 || byte(at) > 0xBF) return std::nullopt;
      code = code * 64 + byte(at++) % 64u;
    }
    all.push_back(code);
  }
  return all;
}

}  // namespace selfcheck::reference
