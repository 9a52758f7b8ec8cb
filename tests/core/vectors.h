// Reads the shared vectors in tests/vectors. The tests in Node and in browsers read the same files.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "repository.h"
#include "selfcheck/bytes.h"

namespace selfcheck::test {

/// Returns what is in tests/vectors/<name>.json. The test fails if it has no cases.
inline nlohmann::json vectors_file(const std::string& name) {
  std::ifstream file(in_repository("tests/vectors/" + name + ".json"));
  nlohmann::json document = nlohmann::json::parse(file, nullptr, false);
  if (!document.is_object() || document["cases"].empty()) {
    ADD_FAILURE() << name << ".json can't be read";
    return {{"cases", nlohmann::json::array()}};
  }
  return document;
}

/// Returns the cases of tests/vectors/<name>.json. The test fails if there are none.
inline nlohmann::json cases(const std::string& name) { return vectors_file(name)["cases"]; }

/// Returns what a failure message calls a case.
inline std::string name_of(const nlohmann::json& vector) { return vector.value("name", vector.dump().substr(0, 200)); }

inline Bytes unhex(const std::string& text) {
  Bytes bytes(text.size() / 2);
  EXPECT_TRUE(from_hex(text, bytes));
  return bytes;
}

template <std::size_t N>
ByteArray<N> unhex_array(const std::string& text) {
  ByteArray<N> bytes{};
  EXPECT_TRUE(from_hex(text, bytes));
  return bytes;
}

inline std::uint64_t u64(const nlohmann::json& decimal) { return std::stoull(decimal.get<std::string>()); }

}  // namespace selfcheck::test
