#include "selfcheck/canary.h"

#include <gtest/gtest.h>

#include "selfcheck/identifier.h"
#include "test_list.h"

namespace selfcheck {
namespace {

TEST(Canary, ItsTextIsAsLongAsACanonicalFormAndNoIdentifier) {
  const std::string text = canary_text(GroupSalt{});
  EXPECT_EQ(text.size(), kCanonicalSize);
  EXPECT_TRUE(text.starts_with("canary:"));
  EXPECT_NE(text, canary_text(GroupSalt{1}));
}

TEST(Canary, IsProvenByComputingItsHash) {
  Manifest manifest = test::TestList().manifest;
  EXPECT_TRUE(prove_canary(manifest));
  for (const std::size_t byte : {0u, 31u}) {
    Manifest wrong = manifest;
    wrong.canary.hash[byte] ^= 0x80;
    EXPECT_EQ(prove_canary(wrong).error().code, ErrorCode::canary_hash);
  }
  manifest.argon2.mem_kib = 1;
  EXPECT_EQ(prove_canary(manifest).error().code, ErrorCode::limits);
}

TEST(Canary, ItsValueIsAnotherInEveryEdition) {
  Manifest manifest = test::TestList().manifest;
  const std::uint64_t value = canary_value(manifest);
  EXPECT_LT(value, manifest.values.size());
  manifest.nonce[0] ^= 1;
  EXPECT_NE(canary_value(manifest), value);
}

}  // namespace
}  // namespace selfcheck
