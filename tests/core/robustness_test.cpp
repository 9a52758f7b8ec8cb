// Damaged input, at random but from a fixed seed: parsers must refuse or read it, never crash (the asan preset sees
// what a crash would hide), and what they accept must satisfy their own rules.
#include <gtest/gtest.h>

#include <random>

#include "selfcheck/identifier.h"
#include "selfcheck/list_files.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "selfcheck/pins.h"
#include "test_list.h"

namespace selfcheck {
namespace {

constexpr int kRounds = 20'000;

class Damage : public ::testing::Test {
 protected:
  // One to four edits: a byte changed, removed, doubled, or a piece cut out or repeated.
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

  std::mt19937 random_{1};
  const test::TestList list_{3};
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

TEST_F(Damage, Pins) {
  const std::string good = write_pins({list_.pin});
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
