// Strict JSON, read a second time: from RFC 8259 and docs/FORMAT.md section 7 alone, without a library.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "selfcheck/json.h"

namespace selfcheck::reference {

/// Returns the value, or nothing if the text is no JSON of the strict kind.
std::optional<json::Value> read_json(std::string_view text);

/// Returns the value as JSON text in one form, without white space and with as few escapes as there can be.
std::string write_json(const json::Value& value);

}  // namespace selfcheck::reference
