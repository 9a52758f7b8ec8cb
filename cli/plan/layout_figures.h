// What a layout means: sizes, anonymity, coincidences. `plan` and `build` show the same figures in the same words.
#pragma once

#include <cstdint>

#include "selfcheck/identifier.h"
#include "selfcheck/layout.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {

struct LayoutFigures {
  Kind kind = Kind::mobile;
  std::uint64_t entries = 0;
  Layout layout;

  [[nodiscard]] std::uint64_t buckets() const;
  [[nodiscard]] std::uint64_t bucket_file_size() const;
  [[nodiscard]] std::uint64_t total_size() const;  // of all bucket files
  [[nodiscard]] double coincidence() const;
};

/// Rows on standard output.
void print(const LayoutFigures& figures);
Json to_json(const LayoutFigures& figures);

}  // namespace selfcheck::cli
