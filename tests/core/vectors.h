// The shared vectors in tests/vectors: the same files are read by the tests in Node and in browsers.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "selfcheck/bytes.h"

namespace selfcheck::test {

/// The cases of tests/vectors/<name>.json; the test fails if there are none.
inline nlohmann::json cases(const std::string& name) {
  std::ifstream file(std::string(SELFCHECK_VECTORS) + "/" + name + ".json");
  nlohmann::json document = nlohmann::json::parse(file, nullptr, false);
  if (document.is_discarded() || document["cases"].empty()) {
    ADD_FAILURE() << name << ".json can't be read";
    return nlohmann::json::array();
  }
  return document["cases"];
}

/// What to call a case in a failure message.
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
