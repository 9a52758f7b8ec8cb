// Tells a publisher which columns or fields a file has, if they have not said which of them holds the numbers.
#pragma once

#include <optional>
#include <string_view>

#include "input/input_records.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// Throws a Failure if the file has several columns, or is JSON Lines, with numbers of this kind in one of them: it
/// lists the columns or fields with how many of the first rows hold a valid number, and the option to type. A name is
/// shown only if it is one of a row of names, and redacted (redact.h); nothing else of the file is. `sample` is what
/// TextLines::sample returns; `delimiter` is null unless the publisher gave one.
void fail_on_columns(Kind kind, std::string_view sample, const InputFilePlace& place, std::optional<char> delimiter);

}  // namespace selfcheck::cli
