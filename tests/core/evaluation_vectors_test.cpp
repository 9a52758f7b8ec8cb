// What a client, an evaluator and a dealer make of what they get, by tests/vectors/evaluation.json.
#include <gtest/gtest.h>

#include <algorithm>

#include "selfcheck/canary.h"
#include "selfcheck/evaluation.h"
#include "selfcheck/evaluator.h"
#include "selfcheck/voprf/shares.h"
#include "vectors.h"
#include "y_of.h"

namespace selfcheck {
namespace {

voprf::Scalar scalar(const nlohmann::json& hex) { return voprf::scalar_from_bytes(test::unhex_array<32>(hex)); }

voprf::EvaluationKey key_of(const nlohmann::json& vector) {
  voprf::EvaluationKey key;
  key.n = vector["n"];
  for (const auto& commitment : vector["commitments"]) key.commitments.push_back(test::unhex_array<32>(commitment));
  return key;
}

void numbers(const nlohmann::json& vector) {
  const bool element = vector["type"] == "element";
  const auto bytes = test::unhex_array<32>(vector[element ? "element" : "scalar"]);
  const bool valid = element ? voprf::is_element(bytes) : voprf::is_scalar(bytes);
  EXPECT_EQ(valid, vector["valid"].get<bool>()) << test::name_of(vector);
}

void deals(const nlohmann::json& vector) {
  std::vector<voprf::Scalar> secrets;
  for (const auto& uniform : vector["uniform"]) {
    secrets.push_back(voprf::scalar_from_uniform(test::unhex_array<64>(uniform)));
  }
  const auto dealt = voprf::deal(secrets[0], std::span(secrets).subspan(1), vector["n"]);
  ASSERT_TRUE(dealt) << test::name_of(vector);
  EXPECT_EQ(dealt->key, key_of(vector)) << test::name_of(vector);
  for (std::uint32_t i = 0; i <= dealt->key.n; ++i) {
    const voprf::Scalar& share = i == 0 ? secrets[0] : dealt->shares[i - 1];
    EXPECT_EQ(to_hex(share.span()), vector["shares"][i].get<std::string>()) << test::name_of(vector);
    EXPECT_EQ(voprf::share_public_key(dealt->key, i), test::unhex_array<32>(vector["share_keys"][i]));
    EXPECT_TRUE(voprf::is_share(dealt->key, i, share)) << test::name_of(vector);
    EXPECT_FALSE(voprf::is_share(dealt->key, i, voprf::add(share, voprf::scalar_from_integer(1))));
  }
}

void answers(const nlohmann::json& vector) {
  const auto question = test::unhex_array<80>(vector["question"]);
  const auto answer = answer_question(scalar(vector["share"]), question, test::unhex_array<32>(vector["random"]));
  ASSERT_EQ(answer.has_value(), vector.contains("answer")) << test::name_of(vector);
  if (!answer) return;
  EXPECT_EQ(to_hex(*answer), vector["answer"].get<std::string>()) << test::name_of(vector);
  const auto read = read_question(question);
  ASSERT_TRUE(read);
  EXPECT_TRUE(verify_answer(read->share_key, read->blinded, *answer)) << test::name_of(vector);
}

void canaries(const nlohmann::json& vector) {
  Manifest manifest;
  manifest.evaluation = key_of(vector);
  manifest.canary.text = vector["text"];
  ASSERT_TRUE(evaluate_canary(manifest, scalar(vector["key"]), test::unhex_array<32>(vector["random"])));
  EXPECT_EQ(to_hex(manifest.canary.evaluation), vector["evaluation"].get<std::string>());
  EXPECT_EQ(to_hex(manifest.canary.proof), vector["proof"].get<std::string>());
}

void blinds(const nlohmann::json& vector) {
  const std::string input = vector["input"];
  const auto blinded = blind_input(as_bytes(input), test::unhex_array<64>(vector["uniform"]));
  ASSERT_EQ(blinded.has_value(), vector.contains("blinded")) << test::name_of(vector);
  if (blinded) {
    EXPECT_EQ(*blinded, test::unhex_array<32>(vector["blinded"])) << test::name_of(vector);
  } else {
    EXPECT_EQ(error_name(blinded.error().code), vector["error"].get<std::string>()) << test::name_of(vector);
  }
}

void bad_answers(const nlohmann::json& vector) {
  const auto share_key = test::unhex_array<32>(vector["share_key"]), blinded = test::unhex_array<32>(vector["blinded"]);
  EXPECT_FALSE(verify_answer(share_key, blinded, test::unhex(vector["answer"]))) << test::name_of(vector);
}

void evaluations(const nlohmann::json& vector) {
  const std::string input = vector["input"];
  std::vector<Bytes> bodies;
  for (const auto& answer : vector["answers"]) bodies.push_back(test::unhex(answer.value("body", "")));
  std::vector<EvaluatorAnswer> answers;
  for (const auto& answer : vector["answers"]) {
    answers.push_back({answer["index"], answer["status"], answer.value("retry_after", 0u), bodies[answers.size()]});
  }
  const auto y = test::y_of(key_of(vector), as_bytes(input), test::unhex_array<64>(vector["uniform"]),
                            test::unhex_array<32>(vector["blinded"]), answers);
  ASSERT_EQ(y.has_value(), vector.contains("y")) << test::name_of(vector);
  if (y) {
    EXPECT_EQ(to_hex(y->span()), vector["y"].get<std::string>()) << test::name_of(vector);
    return;
  }
  EXPECT_EQ(error_name(y.error().code), vector["error"].get<std::string>()) << test::name_of(vector);
  EXPECT_EQ(y.error().number, vector.value("number", std::uint64_t{0})) << test::name_of(vector);
}

TEST(EvaluationVectors, AreComputedOrRefusedAlike) {
  const std::pair<std::string_view, void (*)(const nlohmann::json&)> kinds[] = {
      {"scalar", numbers},         {"element", numbers},     {"deal", deals},
      {"answer", answers},         {"canary", canaries},     {"blind", blinds},
      {"bad_answer", bad_answers}, {"evaluate", evaluations}};
  for (const auto& vector : test::cases("evaluation")) {
    const auto kind =
        std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& one) { return vector["type"] == one.first; });
    ASSERT_NE(kind, std::end(kinds)) << test::name_of(vector);
    kind->second(vector);
  }
}

}  // namespace
}  // namespace selfcheck
