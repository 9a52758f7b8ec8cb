#include "selfcheck/manifest.h"

#include <gtest/gtest.h>

#include "test_list.h"

namespace selfcheck {
namespace {

// Whoever builds a list relies on validate(): what it takes is what readers will read.
TEST(Manifest, HasOneTextInEachLanguage) {
  Manifest manifest = test::TestList(1).manifest;
  ListTexts hindi = manifest.texts.front();
  hindi.language = "hi";
  manifest.texts.push_back(hindi);
  EXPECT_TRUE(validate(manifest));
  EXPECT_EQ(parse_manifest(as_bytes(write_manifest(manifest)))->texts.size(), manifest.texts.size());
  hindi.title = "Another title";
  manifest.texts.push_back(hindi);
  const auto valid = validate(manifest);
  ASSERT_FALSE(valid);
  EXPECT_EQ(valid.error().code, ErrorCode::field_value);
  EXPECT_EQ(valid.error().place, "texts");
}

}  // namespace
}  // namespace selfcheck
