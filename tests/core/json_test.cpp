#include "selfcheck/json.h"

#include <gtest/gtest.h>

#include <string>

namespace selfcheck {
namespace {

ErrorCode refusal(std::string_view text, std::size_t max_size = 1000) {
  const auto value = json::parse(as_bytes(text), max_size);
  return value ? ErrorCode::none : value.error().code;
}

TEST(StrictJson, ReadsWhatIsPlain) {
  const auto value = json::parse(
      as_bytes(R"( {"a": [1, "x", true, null, {}], "b": 9007199254740991, "\u00e9": "\ud83d\ude00"} )"), 1000);
  ASSERT_TRUE(value);
  const auto* object = value->get_if<json::Object>();
  ASSERT_NE(object, nullptr);
  EXPECT_EQ(object->size(), 3u);
  EXPECT_EQ((*object)[0].second.get_if<json::Array>()->size(), 5u);
  EXPECT_EQ(*(*object)[1].second.get_if<std::uint64_t>(), json::kMaxInteger);
  EXPECT_EQ((*object)[2].first, "é");
}

TEST(StrictJson, RefusesKeysGivenTwice) {
  EXPECT_EQ(refusal(R"({"a":1,"a":1})"), ErrorCode::json_duplicate_key);
  EXPECT_EQ(refusal(R"({"a":1,"\u0061":2})"), ErrorCode::json_duplicate_key);
  EXPECT_EQ(refusal(R"([{"x":{"a":1,"b":2,"a":3}}])"), ErrorCode::json_duplicate_key);
  EXPECT_EQ(refusal(R"({"a":{"a":1},"b":{"a":1}})"), ErrorCode::none);
}

TEST(StrictJson, RefusesNumbersThatReadersDisagreeAbout) {
  for (const char* number : {"1.0", "1e3", "-1", "-0", "9007199254740992", "18446744073709551615",
                             "18446744073709551616", "1e400", "-1e400"}) {
    EXPECT_EQ(refusal(std::string("[") + number + "]"), ErrorCode::json_number) << number;
  }
}

TEST(StrictJson, RefusesWhatIsNotJson) {
  for (const std::string text : {"",
                                 " ",
                                 "{",
                                 "{}x",
                                 "{} {}",
                                 "[1,]",
                                 "{\"a\":1,}",
                                 "{a:1}",
                                 "'a'",
                                 "[01]",
                                 "[+1]",
                                 "NaN",
                                 "// x\n{}",
                                 "/* */{}",
                                 "\xEF\xBB\xBF{}",
                                 "\xFF\xFE{\0}\0",
                                 "\"\x01\"",
                                 "\"\xC0\x80\"",
                                 "\"\xED\xA0\x80\"",
                                 "\"\xF5\x80\x80\x80\"",
                                 "\"\\ud800\"",
                                 "\"\\udc00\\ud800\"",
                                 "\"\\x\""}) {
    EXPECT_EQ(refusal(text), ErrorCode::json_syntax) << text;
  }
  EXPECT_EQ(refusal(std::string("{}\0", 3)), ErrorCode::json_syntax);
  EXPECT_EQ(refusal(std::string("{}\0x", 4)), ErrorCode::json_syntax);
}

TEST(StrictJson, IsBounded) {
  EXPECT_EQ(refusal("[1,2,3]", 7), ErrorCode::none);
  EXPECT_EQ(refusal("[1,2,3]", 6), ErrorCode::json_too_large);
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(refusal(nested(json::kMaxDepth)), ErrorCode::none);
  EXPECT_EQ(refusal(nested(json::kMaxDepth + 1)), ErrorCode::json_too_deep);
  EXPECT_EQ(refusal(std::string(100'000, '['), 1'000'000), ErrorCode::json_too_deep);
}

TEST(StrictJson, AnObjectHasABoundedNumberOfKeys) {
  const auto object = [](std::size_t keys) {
    std::string text = "[{";
    for (std::size_t i = 0; i < keys; ++i) text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    return text + "}]";
  };
  EXPECT_EQ(refusal(object(json::kMaxMembers), 100'000), ErrorCode::none);
  EXPECT_EQ(refusal(object(json::kMaxMembers + 1), 100'000), ErrorCode::json_too_large);
  EXPECT_EQ(refusal("[" + object(200) + "," + object(200) + "]", 100'000), ErrorCode::none) << "each object for itself";
}

// In each text the last byte of what is wrong stands after a |, which is not part of the text. A | at the end stands
// for a text that ends too soon.
TEST(StrictJson, SaysWhichByteIsWrong) {
  const std::string brackets(json::kMaxDepth, '[');
  std::string members = "{";
  for (std::size_t i = 0; i < json::kMaxMembers; ++i) members += "\"" + std::to_string(i) + "\":0,";
  const struct {
    std::string text;
    ErrorCode code;
  } cases[] = {
      {R"({"a":1,"bc":2,"a|":3})", ErrorCode::json_duplicate_key},
      {R"({"a":1,"a|" :3})", ErrorCode::json_duplicate_key},
      {R"({"a":1,"\u0061|":3})", ErrorCode::json_duplicate_key},
      {R"([{"x":{"é":[],"é|":3}}])", ErrorCode::json_duplicate_key},
      {members + "\"0|\":0}", ErrorCode::json_duplicate_key},
      {members + "\"x|\":0}", ErrorCode::json_too_large},
      {R"({"a":[1,2,-|3]})", ErrorCode::json_number},
      {"-|1", ErrorCode::json_number},
      {"[1.|5 ]", ErrorCode::json_number},
      {"[1e|3]", ErrorCode::json_number},
      {"[1,900719925474099|2,3]", ErrorCode::json_number},
      {"1844674407370955161|6", ErrorCode::json_number},
      {"[1e40|0]", ErrorCode::json_number},
      {"1e40|0", ErrorCode::json_number},
      {brackets + "|[", ErrorCode::json_too_deep},
      {brackets + "|{\"a\":1}", ErrorCode::json_too_deep},
      {"|\xEF\xBB\xBF{}", ErrorCode::json_syntax},
      {std::string("{|\0}", 4), ErrorCode::json_syntax},
      {std::string("{}|\0x", 5), ErrorCode::json_syntax},
      {"[1,2|;3]", ErrorCode::json_syntax},
      {"[1,|]", ErrorCode::json_syntax},
      {"{\"a\":1,|}", ErrorCode::json_syntax},
      {"{|a:1}", ErrorCode::json_syntax},
      {"{\"a\" |1}", ErrorCode::json_syntax},
      {"[1 |2]", ErrorCode::json_syntax},
      {"[1 \"two|\"]", ErrorCode::json_syntax},
      {"{} |{}", ErrorCode::json_syntax},
      {"[\"é\",|\xFF]", ErrorCode::json_syntax},
      {"[\"a|\n\"]", ErrorCode::json_syntax},
      {"[\"\\|x\"]", ErrorCode::json_syntax},
      {"|", ErrorCode::json_syntax},
      {" |", ErrorCode::json_syntax},
      {"[1,2|", ErrorCode::json_syntax},
      {"[1,|", ErrorCode::json_syntax},
      {"{\"a|", ErrorCode::json_syntax},
      {"{\"a\":|", ErrorCode::json_syntax},
  };
  for (const auto& [marked, code] : cases) {
    const std::size_t wrong = marked.find('|');
    const std::string text = marked.substr(0, wrong) + marked.substr(wrong + 1);
    const auto value = json::parse(as_bytes(text), 10'000);
    ASSERT_FALSE(value) << marked;
    EXPECT_EQ(value.error(), (Error{code, {}, wrong})) << marked << " stopped at " << value.error().number;
  }
}

TEST(ObjectReader, KeepsTheFirstErrorAndNamesTheField) {
  const auto value = *json::parse(as_bytes(R"({"n": 5, "s": "text", "h": "00ff"})"), 1000);
  json::ObjectReader good(value, "test");
  EXPECT_EQ(good.integer("n", 1, 5), 5u);
  EXPECT_EQ(good.text("s", 1, 4), "text");
  EXPECT_EQ(good.hex<2>("h"), (ByteArray<2>{0x00, 0xff}));
  EXPECT_FALSE(good.failed());

  const auto first_error = [&value](auto&& read) {
    json::ObjectReader reader(value, "test");
    read(reader);
    reader.boolean("missing too");
    return reader.error();
  };
  EXPECT_EQ(first_error([](auto& r) { r.integer("missing", 0, 1); }), (Error{ErrorCode::field_missing, "missing"}));
  EXPECT_EQ(first_error([](auto& r) { r.integer("s", 0, 1); }), (Error{ErrorCode::field_type, "s"}));
  EXPECT_EQ(first_error([](auto& r) { r.integer("n", 6, 9); }), (Error{ErrorCode::field_value, "n"}));
  EXPECT_EQ(first_error([](auto& r) { r.text("s", 5, 9); }), (Error{ErrorCode::field_value, "s"}));
  EXPECT_EQ(first_error([](auto& r) { r.template hex<3>("h"); }), (Error{ErrorCode::field_value, "h"}));
}

}  // namespace
}  // namespace selfcheck
