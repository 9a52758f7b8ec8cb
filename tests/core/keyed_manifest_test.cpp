// What a keyed list adds to manifests, to evaluation.json, to the canary and to pins.
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "selfcheck/canary.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/voprf/hash_to_group.h"
#include "selfcheck/voprf/oprf.h"
#include "test_list.h"

namespace selfcheck {
namespace {

using nlohmann::ordered_json;
using test::TestEvaluators;
using test::TestList;

class KeyedManifest : public ::testing::Test {
 protected:
  /// Returns the error of the manifest after a change, or `none`.
  [[nodiscard]] ErrorCode after(const std::function<void(ordered_json&)>& change) const {
    ordered_json document = ordered_json::parse(list_.manifest_file);
    change(document);
    const std::string text = document.dump();
    const auto manifest = parse_manifest(as_bytes(text));
    return manifest ? ErrorCode::none : manifest.error().code;
  }

  const TestEvaluators evaluators_{2, 3};
  const TestList list_{3, 0, {.evaluators = &evaluators_}};
};

TEST_F(KeyedManifest, IsReadAsItWasWritten) {
  const auto manifest = parse_manifest(as_bytes(list_.manifest_file));
  ASSERT_TRUE(manifest);
  EXPECT_TRUE(manifest->is_keyed());
  EXPECT_EQ(manifest->evaluation, evaluators_.key);
  EXPECT_EQ(manifest->canary.evaluation, list_.manifest.canary.evaluation);
  EXPECT_EQ(manifest->canary.proof, list_.manifest.canary.proof);
  EXPECT_EQ(write_manifest(*manifest), list_.manifest_file);
  EXPECT_EQ(ordered_json::parse(list_.manifest_file)["scheme"], "voprf-argon2id");
  EXPECT_TRUE(prove_canary(*manifest));
}

TEST_F(KeyedManifest, NeedsAllThatAKeyedListHas) {
  EXPECT_EQ(after([](auto&) {}), ErrorCode::none);
  EXPECT_EQ(after([](auto& m) { m.erase("evaluation"); }), ErrorCode::field_missing);
  EXPECT_EQ(after([](auto& m) { m["evaluation"] = nullptr; }), ErrorCode::field_type);
  EXPECT_EQ(after([](auto& m) { m["evaluation"] = ordered_json::array(); }), ErrorCode::field_type);
  for (const char* name : {"evaluation", "proof"}) {
    EXPECT_EQ(after([&](auto& m) { m["canary"].erase(name); }), ErrorCode::field_missing) << name;
    EXPECT_EQ(after([&](auto& m) { m["canary"][name] = "00"; }), ErrorCode::field_value) << name;
    EXPECT_EQ(after([&](auto& m) { m["canary"][name] = 1; }), ErrorCode::field_type) << name;
  }
  for (const char* name : {"n", "commitments"}) {
    EXPECT_EQ(after([&](auto& m) { m["evaluation"].erase(name); }), ErrorCode::field_missing) << name;
    EXPECT_EQ(after([&](auto& m) { m["evaluation"][name] = "3"; }), ErrorCode::field_type) << name;
  }
}

TEST_F(KeyedManifest, RefusesWhatIsNoKey) {
  for (const int n : {0, 1, 8, 4096}) {
    EXPECT_EQ(after([&](auto& m) { m["evaluation"]["n"] = n; }), ErrorCode::evaluation_key) << n;
  }
  EXPECT_EQ(after([](auto& m) { m["evaluation"]["commitments"] = ordered_json::array(); }), ErrorCode::evaluation_key);
  for (const std::size_t count : {4u, 7u, 8u, 200u}) {
    EXPECT_EQ(after([&](auto& m) {
                auto& all = m["evaluation"]["commitments"];
                while (all.size() < count) all.push_back(all[1]);
              }),
              ErrorCode::evaluation_key)
        << count << " of 3";
  }
  const std::string identity(64, '0'), above(64, 'f'), negative = "01" + std::string(62, '0');
  for (const std::string& bad : {identity, above, negative}) {
    for (const std::size_t j : {0u, 1u}) {
      EXPECT_EQ(after([&](auto& m) { m["evaluation"]["commitments"][j] = bad; }), ErrorCode::evaluation_key) << bad;
    }
    EXPECT_EQ(after([&](auto& m) { m["canary"]["evaluation"] = bad; }), ErrorCode::evaluation_key) << bad;
  }
  // With this C_1, P_1 is the identity.
  const auto minus = voprf::multiply_generator(voprf::subtract(voprf::Scalar(), evaluators_.secret)).value();
  EXPECT_EQ(after([&](auto& m) { m["evaluation"]["commitments"][1] = to_hex(minus); }), ErrorCode::evaluation_key);
  EXPECT_EQ(after([](auto& m) { m["evaluation"]["commitments"][1] = "AB" + std::string(62, '0'); }),
            ErrorCode::field_value);
  EXPECT_EQ(after([](auto& m) { m["evaluation"]["commitments"][1] = 1; }), ErrorCode::field_type);
}

TEST_F(KeyedManifest, AStaticListHasNoKey) {
  EXPECT_EQ(after([](auto& m) { m["scheme"] = "argon2id"; }), ErrorCode::evaluation_key);
  EXPECT_EQ(after([](auto& m) {
              m["scheme"] = "argon2id";
              m["evaluation"] = nullptr;
            }),
            ErrorCode::evaluation_key);
  EXPECT_EQ(after([](auto& m) {
              m["scheme"] = "argon2id";
              m.erase("evaluation");
            }),
            ErrorCode::none)
      << "what is left is a static list";
  EXPECT_EQ(after([](auto& m) { m["scheme"] = "voprf"; }), ErrorCode::unsupported_scheme);
}

TEST_F(KeyedManifest, EvaluationJsonIsTheSameValue) {
  const std::string text = write_evaluation(evaluators_.key);
  EXPECT_EQ(ordered_json::parse(text), ordered_json::parse(list_.manifest_file)["evaluation"]);
  EXPECT_TRUE(text.ends_with("}\n"));
  const auto read = parse_evaluation(as_bytes(text));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, evaluators_.key);
  const auto code = [](const std::string& bad) { return parse_evaluation(as_bytes(bad)).error().code; };
  EXPECT_EQ(code(""), ErrorCode::json_syntax);
  EXPECT_EQ(code("[]"), ErrorCode::field_type);
  EXPECT_EQ(code("{}"), ErrorCode::field_missing);
  EXPECT_EQ(code(R"({"n": 3, "commitments": []})"), ErrorCode::evaluation_key);
  EXPECT_EQ(code(R"({"n": 3, "n": 3, "commitments": []})"), ErrorCode::json_duplicate_key);
}

TEST_F(KeyedManifest, TheCanaryIsHeldToTheKey) {
  const auto refused = [](const Manifest& manifest) {
    const auto verified = verify_canary_evaluation(manifest);
    return !verified && verified.error() == Error{ErrorCode::evaluation_key, "canary"};
  };
  EXPECT_FALSE(refused(list_.manifest));
  for (std::size_t i = 0; i < 64; ++i) {
    Manifest bad = list_.manifest;
    bad.canary.proof[i] ^= 1;
    EXPECT_TRUE(refused(bad)) << i;
    if (i < 32) {
      bad = list_.manifest;
      bad.canary.evaluation[i] ^= 1;
      EXPECT_TRUE(refused(bad)) << i;
    }
  }
  // This evaluation is made with another key, and well proven under that key.
  const TestEvaluators others(2, 3, "", "another key");
  Manifest other = list_.manifest;
  other.evaluation = others.key;
  EXPECT_TRUE(refused(other));
  ASSERT_TRUE(evaluate_canary(other, others.secret, ByteArray<32>{}));
  EXPECT_FALSE(refused(other));
  other.evaluation = evaluators_.key;
  EXPECT_TRUE(refused(other));
  // The evaluation is another text's.
  Manifest text = list_.manifest;
  text.canary.text.back() = text.canary.text.back() == '0' ? '1' : '0';
  EXPECT_TRUE(refused(text));
  // Another split of the same key does not change the evaluation.
  Manifest split = list_.manifest;
  split.evaluation = TestEvaluators(3, 5, "again").key;
  EXPECT_FALSE(refused(split));
}

TEST_F(KeyedManifest, OnlyItsOwnKeyEvaluatesTheCanary) {
  Manifest manifest = list_.manifest;
  for (const voprf::Scalar& wrong : evaluators_.shares) {
    EXPECT_EQ(evaluate_canary(manifest, wrong, ByteArray<32>{}).error().code, ErrorCode::evaluation_key);
  }
  EXPECT_EQ(evaluate_canary(manifest, voprf::Scalar(), ByteArray<32>{}).error().code, ErrorCode::evaluation_key);
  manifest.evaluation.reset();
  EXPECT_EQ(evaluate_canary(manifest, evaluators_.secret, ByteArray<32>{}).error().code, ErrorCode::evaluation_key);
}

TEST_F(KeyedManifest, ItsTagsNeedBothHashAndEvaluation) {
  const auto form = normalize(Kind::mobile, test::mobile(0)).value();
  const auto hash = slow_hash(form.bytes(), list_.manifest.group_salt, list_.manifest.argon2).value();
  const auto y = voprf::evaluate(evaluators_.secret, form.bytes()).value();
  const auto other_y = voprf::evaluate(evaluators_.shares[0], form.bytes()).value();
  const std::uint64_t tag = edition_tag(list_.manifest, hash, &y);
  EXPECT_NE(edition_tag(list_.manifest, hash, &other_y), tag) << "as if one share were the key";
  EXPECT_NE(edition_tag(list_.manifest, SlowHash(), &y), tag);
  Manifest changed = list_.manifest;
  changed.nonce[0] ^= 1;
  EXPECT_NE(edition_tag(changed, hash, &y), tag);
  Manifest without = list_.manifest;
  without.evaluation.reset();
  EXPECT_NE(edition_tag(without, hash, nullptr), tag);
  EXPECT_DEATH_IF_SUPPORTED((void)edition_tag(list_.manifest, hash, nullptr), "");
  EXPECT_DEATH_IF_SUPPORTED((void)edition_tag(without, hash, &y), "");
}

TEST_F(KeyedManifest, WithOneShareFewerThanNeededNoTagComesOut) {
  const auto form = normalize(Kind::mobile, test::mobile(0)).value();
  const auto hash = slow_hash(form.bytes(), list_.manifest.group_salt, list_.manifest.argon2).value();
  const auto y = voprf::evaluate(evaluators_.secret, form.bytes()).value();
  const std::uint64_t tag = edition_tag(list_.manifest, hash, &y);
  const voprf::Element element = voprf::hash_to_group(form.bytes());
  for (std::uint32_t index = 1; index <= 3; ++index) {
    const auto evaluated = *voprf::blind_evaluate(evaluators_.shares[index - 1], element);
    for (std::uint32_t other = 0; other <= 3; ++other) {
      if (other == index) continue;
      const std::uint32_t indices[] = {index, other};
      const auto weighted = other == 0 ? evaluated : *voprf::multiply(voprf::lagrange(indices, index), evaluated);
      const auto guess = voprf::finalize(form.bytes(), weighted);
      EXPECT_NE(edition_tag(list_.manifest, hash, &guess), tag) << index << " with the weight beside " << other;
    }
  }
}

class KeyedPins : public KeyedManifest {
 protected:
  [[nodiscard]] ErrorCode with(const std::string& evaluators) const {
    ordered_json document = ordered_json::parse(write_pins({list_.pin}));
    document["lists"][0]["evaluators"] = ordered_json::parse(evaluators);
    const std::string text = document.dump();
    const auto pins = parse_pins(as_bytes(text));
    return pins ? ErrorCode::none : pins.error().code;
  }
};

TEST_F(KeyedPins, AreReadAsTheyWereWritten) {
  const std::string text = write_pins({list_.pin});
  const auto pins = parse_pins(as_bytes(text));
  ASSERT_TRUE(pins);
  EXPECT_EQ(pins->front(), list_.pin);
  EXPECT_EQ(pins->front().evaluators.size(), 3u);
  Pin none = list_.pin;
  none.evaluators.clear();
  EXPECT_EQ(write_pins({none}).find("evaluators"), std::string::npos);
}

TEST_F(KeyedPins, EvaluatorsAreRefusedWithTheirReason) {
  const std::string good = R"({"index": 1, "url": "https://one.example/"})";
  EXPECT_EQ(with("[" + good + "]"), ErrorCode::none);
  EXPECT_EQ(with(R"([{"index": 7, "url": "http://127.0.0.1:8001/"}, {"index": 2, "url": "evaluators/2/"}])"),
            ErrorCode::none);
  EXPECT_EQ(with("[]"), ErrorCode::field_value);
  EXPECT_EQ(with("{}"), ErrorCode::field_type);
  EXPECT_EQ(with("null"), ErrorCode::field_type);
  EXPECT_EQ(with(R"(["https://one.example/"])"), ErrorCode::field_type);
  EXPECT_EQ(with(R"([{"index": 1}])"), ErrorCode::field_missing);
  EXPECT_EQ(with(R"([{"url": "https://one.example/"}])"), ErrorCode::field_missing);
  for (const char* index : {"0", "8", "9007199254740991"}) {
    EXPECT_EQ(with(std::string(R"([{"index": )") + index + R"(, "url": "https://one.example/"}])"),
              ErrorCode::field_value)
        << index;
  }
  for (const char* url : {"http://one.example/", "https://one.example", "https://one.example/?a=1/", "ftp://a/", "",
                          "https://user@one.example/", "https://one.example/ /", "https:///"}) {
    EXPECT_EQ(with(std::string(R"([{"index": 1, "url": ")") + url + "\"}]"), ErrorCode::field_value) << url;
  }
  EXPECT_EQ(with("[" + good + R"(, {"index": 1, "url": "https://two.example/"}])"), ErrorCode::field_value)
      << "one index at two addresses";
  EXPECT_EQ(with("[" + good + R"(, {"index": 2, "url": "https://one.example/"}])"), ErrorCode::field_value)
      << "two evaluators at one address";
  std::string eight = "[";
  for (int i = 1; i <= 8; ++i) {
    eight += (i > 1 ? "," : "") + std::string(R"({"index": )") + std::to_string(i > 7 ? 1 : i) +
             R"(, "url": "https://)" + std::to_string(i) + R"(.example/"})";
  }
  EXPECT_EQ(with(eight + "]"), ErrorCode::field_value);
}

}  // namespace
}  // namespace selfcheck
