#include "selfcheck/bucket_index.h"

#include <gtest/gtest.h>

#include <set>

#include "selfcheck/list_files.h"
#include "vectors.h"

namespace selfcheck {
namespace {

TEST(BucketIndex, Vectors) {
  for (const auto& vector : test::cases("bucket")) {
    if (vector["type"] == "file_name") {
      EXPECT_EQ(bucket_file(vector["index"]), vector["file"].get<std::string>());
      continue;
    }
    ASSERT_EQ(vector["type"], "index");
    const std::string canonical = vector["canonical"];
    const Kind kind = canonical.starts_with("mobile") ? Kind::mobile : Kind::aadhaar;
    const auto form = normalize(kind, canonical.substr(kind_traits(kind).prefix.size()));
    ASSERT_TRUE(form) << canonical;
    const std::uint16_t prefix = bucket_prefix(*form);
    EXPECT_EQ(BucketPrefixes().of(*form), prefix) << "the quick way for many";
    EXPECT_EQ(to_hex(ByteArray<2>{static_cast<std::uint8_t>(prefix >> 8), static_cast<std::uint8_t>(prefix & 0xff)}),
              vector["digest"].get<std::string>().substr(0, 4));
    for (const auto& expected : vector["indexes"]) {
      EXPECT_EQ(bucket_index(prefix, expected["bits"]), expected["index"]) << expected;
    }
  }
}

TEST(BucketFile, NamesHaveOneLengthAndAreDistinct) {
  std::set<std::string> names;
  for (std::uint32_t index = 0; index < 1u << kMaxBits; ++index) names.insert(bucket_file(index));
  EXPECT_EQ(names.size(), 1u << kMaxBits);
  for (const std::string& name : names) ASSERT_EQ(name.size(), 8u);
}

TEST(BucketIndex, MoreBitsThanThereAreEndTheProgram) {
  EXPECT_EQ(bucket_index(0xffff, kMaxBits), 0xffffu);
  EXPECT_DEATH_IF_SUPPORTED((void)bucket_index(0xffff, kMaxBits + 1), "");
  EXPECT_DEATH_IF_SUPPORTED((void)bucket_file(0x10000), "");
}

}  // namespace
}  // namespace selfcheck
