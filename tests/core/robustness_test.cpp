// Input that is damaged at random, but from a fixed seed. Parsers must refuse or read it and never crash (the asan
// preset also sees errors that do not crash), and what they accept must satisfy their own rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "selfcheck/canary.h"
#include "selfcheck/identifier.h"
#include "selfcheck/list_files.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "selfcheck/pins.h"
#include "test_list.h"
#include "y_of.h"

namespace selfcheck {
namespace {

constexpr int kRounds = 20'000;

class Damage : public ::testing::Test {
 protected:
  // Makes one to four edits. Each changes, removes or doubles a byte, or cuts out or repeats a piece.
  std::string damaged(std::string text) {
    for (std::size_t edits = 1 + random_() % 4; edits > 0 && !text.empty(); --edits) {
      const std::size_t at = random_() % text.size();
      const std::size_t size = 1 + random_() % 16;
      switch (random_() % 5) {
        case 0:
          text[at] = static_cast<char>(random_());
          break;
        case 1:
          text.erase(at, 1);
          break;
        case 2:
          text.insert(at, 1, text[at]);
          break;
        case 3:
          text.erase(at, size);
          break;
        default:
          text.insert(random_() % text.size(), text.substr(at, size));
      }
    }
    return text;
  }

  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

  std::mt19937 random_{1};
  const test::TestList list_{3};
  const test::TestEvaluators evaluators_{2, 3};
  const test::TestList keyed_{1, 0, {.evaluators = &evaluators_}};
};

TEST_F(Damage, Manifests) {
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = damaged(list_.manifest_file);
    const auto manifest = parse_manifest(as_bytes(text));
    if (!manifest) {
      EXPECT_NE(manifest.error().code, ErrorCode::none);
      continue;
    }
    EXPECT_TRUE(validate(*manifest));
    const std::string written = write_manifest(*manifest);
    const auto again = parse_manifest(as_bytes(written));
    ASSERT_TRUE(again) << written;
    EXPECT_EQ(write_manifest(*again), written);
  }
}

TEST_F(Damage, KeyedManifests) {
  // Only what a keyed list adds is damaged; a test above damages the rest.
  const std::size_t from = keyed_.manifest_file.find("\"canary\""), to = keyed_.manifest_file.find("\"texts\"");
  ASSERT_LT(from, to);
  int accepted = 0;
  for (int i = 0; i < kRounds / 10; ++i) {
    const std::string text = keyed_.manifest_file.substr(0, from) +
                             damaged(keyed_.manifest_file.substr(from, to - from)) + keyed_.manifest_file.substr(to);
    const auto manifest = parse_manifest(as_bytes(text));
    if (!manifest) continue;
    ++accepted;
    ASSERT_TRUE(manifest->is_keyed());
    EXPECT_TRUE(voprf::validate(*manifest->evaluation));
    const bool same = manifest->evaluation->public_key() == evaluators_.key.public_key() &&
                      manifest->canary.evaluation == keyed_.manifest.canary.evaluation &&
                      manifest->canary.proof == keyed_.manifest.canary.proof &&
                      manifest->canary.text == keyed_.manifest.canary.text;
    EXPECT_EQ(verify_canary_evaluation(*manifest).has_value(), same) << text;
  }
  EXPECT_GT(accepted, 0);
}

TEST_F(Damage, Answers) {
  // Answers are damaged or intact, lost, repeated and in any order. Only two intact ones of different evaluators give
  // y.
  const std::string input = "mobile:+916000000001";
  const auto uniform = test::uniform("u");
  const auto blinded = blind_input(as_bytes(input), uniform).value();
  const auto y = voprf::evaluate(evaluators_.secret, as_bytes(input)).value();
  std::vector<std::string> bodies;
  for (std::uint32_t i = 1; i <= 3; ++i) bodies.emplace_back(as_text(evaluators_.answer(i, blinded)));
  int given = 0;
  for (int i = 0; i < kRounds / 100; ++i) {
    test::Answers answers;
    std::set<std::uint32_t> intact;
    for (std::uint32_t count = below(5); count > 0; --count) {
      const std::uint32_t index = 1 + below(3), whose = below(4) == 0 ? 1 + below(3) : index;
      const std::string body = below(2) == 0 ? bodies[whose - 1] : damaged(bodies[whose - 1]);
      if (below(8) == 0) {
        answers.add_status(index, 400 + below(104));
        continue;
      }
      answers.add(index, body);
      if (body == bodies[index - 1]) intact.insert(index);
    }
    const auto evaluated = test::y_of(evaluators_.key, as_bytes(input), uniform, blinded, answers.given());
    ASSERT_EQ(evaluated.has_value(), intact.size() >= 2);
    if (!evaluated) continue;
    ++given;
    EXPECT_TRUE(std::equal(y.span().begin(), y.span().end(), evaluated->span().begin()));
  }
  EXPECT_GT(given, 0);
}

TEST_F(Damage, Pins) {
  Pin keyed = keyed_.pin;
  keyed.id = "keyed";
  const std::string good = write_pins({list_.pin, keyed});
  for (int i = 0; i < kRounds; ++i) {
    const auto pins = parse_pins(as_bytes(damaged(good)));
    if (pins) {
      EXPECT_TRUE(parse_pins(as_bytes(write_pins(*pins))));
    }
  }
}

TEST_F(Damage, Signatures) {
  int accepted = 0;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = damaged(list_.pointer_file);
    const auto pointer = verify_pointer(list_.pin, as_bytes(text));
    if (!pointer) continue;
    ++accepted;
    // Only what is not signed can have changed: the untrusted comment, and the signature that is checked with the
    // manifest.
    EXPECT_EQ(pointer->manifest_hash, manifest_hash(as_bytes(list_.manifest_file)));
  }
  EXPECT_GT(accepted, 0);
}

TEST_F(Damage, SecretKeys) {
  const std::string good = *test::secret_key(1).format_file("", {});
  for (int i = 0; i < kRounds; ++i) {
    const auto key = minisign::SecretKey::parse_file(damaged(good), "");
    if (key) {
      EXPECT_EQ(key->public_key(), test::secret_key(1).public_key());
    }
  }
}

TEST_F(Damage, TypedNumbers) {
  for (int i = 0; i < kRounds; ++i) {
    for (const auto& [kind, good] : {std::pair(Kind::mobile, "+91 (64108) 71137"), {Kind::aadhaar, "९९९९ ४१०५ ७०५८"}}) {
      const auto form = normalize(kind, damaged(good));
      if (!form) continue;
      // What is accepted is the canonical form of itself.
      EXPECT_EQ(normalize(kind, form->digits()), form);
      EXPECT_TRUE(as_text(form->bytes()).starts_with(kind_traits(kind).prefix));
    }
  }
}

}  // namespace
}  // namespace selfcheck
