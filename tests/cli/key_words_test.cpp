// tests/vectors/key_words.json: a key's fingerprint, and its words.
#include "sign/key_words.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "repository.h"

namespace selfcheck::cli {
namespace {

nlohmann::json cases_of(const std::string& type) {
  std::ifstream file(test::in_repository("tests/vectors/key_words.json"));
  const nlohmann::json document = nlohmann::json::parse(file);
  nlohmann::json chosen = nlohmann::json::array();
  for (const auto& one : document.at("cases")) {
    if (one.at("type") == type) chosen.push_back(one);
  }
  return chosen;
}

TEST(KeyWords, EachByteHasTheWordOfItsPlace) {
  const auto cases = cases_of("words");
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    const std::string digits = one.at("bytes");
    Bytes bytes(digits.size() / 2);
    ASSERT_TRUE(from_hex(digits, bytes)) << one.at("name");
    EXPECT_EQ(pgp_words(bytes), one.at("words").get<std::string>()) << one.at("name");
  }
}

TEST(KeyWords, AKeyHasAFingerprintAndWords) {
  const auto cases = cases_of("key");
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    const auto key = minisign::parse_public_key(one.at("public_key").get<std::string>());
    ASSERT_TRUE(key) << one.at("name");
    EXPECT_EQ(key_fingerprint(*key), one.at("fingerprint").get<std::string>());
    EXPECT_EQ(key_words(*key), one.at("words").get<std::string>());
  }
}

}  // namespace
}  // namespace selfcheck::cli
