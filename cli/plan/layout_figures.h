// Says what a layout means for sizes, anonymity and coincidences. `plan` and `build` show the same figures in the same
// words.
#pragma once

#include <cstdint>

#include "selfcheck/identifier.h"
#include "selfcheck/layout.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {

/// A list whose buckets have no more bytes than this in all is fetched whole by every reader, so that its host is told
/// nothing about the number (web/src/check/checker.ts, kSmallListBytes).
inline constexpr std::uint64_t kFetchedWholeBytes = 100'000;

struct LayoutFigures {
  Kind kind = Kind::mobile;
  std::uint64_t entries = 0;
  Layout layout;

  [[nodiscard]] std::uint64_t buckets() const;
  [[nodiscard]] std::uint64_t bucket_file_size() const;
  [[nodiscard]] std::uint64_t total_size() const;  // of all bucket files together
  [[nodiscard]] bool fetched_whole() const;        // whether every reader fetches the whole list for every check
  [[nodiscard]] double coincidence() const;
};

/// Writes the figures to standard output, in rows.
void print(const LayoutFigures& figures);
Json to_json(const LayoutFigures& figures);

}  // namespace selfcheck::cli
