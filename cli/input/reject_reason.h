// Says why a record gives no number.
#pragma once

#include <string>
#include <string_view>

#include "input/input_records.h"
#include "selfcheck/error.h"

namespace selfcheck::cli {

/// Either the row can't be read (`row`), or its text is no number (`error`).
struct RejectReason {
  RowFault row = RowFault::none;
  Error error{};  // the error of normalize(), if the row is sound

  /// Returns `row_fields`, `row_quote`, `row_line_end`, `row_too_long`, `row_json`, `row_json_key`, `row_field_type`,
  /// or the error's name. The names are a stable interface.
  [[nodiscard]] std::string_view name() const;
  /// These two return the reason in words, and what to do about it (may be empty), as describe() and advice() of
  /// messages.h do.
  [[nodiscard]] std::string describe() const;
  [[nodiscard]] std::string advice() const;
};

}  // namespace selfcheck::cli
