// What `--json` writes: one document on standard output.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

namespace selfcheck::cli {

using Json = nlohmann::ordered_json;

/// Returns a document in one line, or indented. Bytes that are not UTF-8 (a path may have them) are replaced.
inline std::string json_text(const Json& document, bool indented) {
  return document.dump(indented ? 2 : -1, ' ', false, Json::error_handler_t::replace) + "\n";
}

inline void print_json(const Json& document) { fmt::print("{}", json_text(document, true)); }

}  // namespace selfcheck::cli
