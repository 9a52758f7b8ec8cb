#include "selfcheck/tag.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "vectors.h"

namespace selfcheck {
namespace {

TEST(Tag, Vectors) {
  for (const auto& vector : test::cases("tag")) {
    if (vector["type"] == "h") {
      const std::string canonical = vector["canonical"];
      const auto hash = slow_hash(as_bytes(canonical), test::unhex_array<16>(vector["group_salt"]),
                                  {vector["ops"], vector["mem_kib"]});
      ASSERT_TRUE(hash) << test::name_of(vector);
      EXPECT_EQ(to_hex(hash->span()), vector["h"].get<std::string>()) << test::name_of(vector);
    } else if (vector["type"] == "tag") {
      SlowHash hash;
      const Bytes h = test::unhex(vector["h"]);
      std::copy(h.begin(), h.end(), hash.mutable_span().begin());
      EXPECT_EQ(tag(hash, test::unhex_array<16>(vector["list_id"]), test::unhex_array<16>(vector["nonce"])),
                test::u64(vector["tag"]));
    } else {
      ASSERT_EQ(vector["type"], "stored_value");
      const ValueSpace space{vector["bucket_values"], vector["p"]};
      EXPECT_EQ(stored_value(test::u64(vector["tag"]), space), test::u64(vector["value"])) << test::name_of(vector);
    }
  }
}

TEST(Tag, TheSelfTestPasses) { EXPECT_TRUE(slow_hash_self_test()); }

TEST(Tag, CostsOutsideTheLimitsAreRefusedBeforeAnyMemoryIsTaken) {
  for (const Argon2Params params : {Argon2Params{0, kMinMemKib},
                                    {kMaxOps + 1, kMinMemKib},
                                    {1, kMinMemKib - 1},
                                    {1, kMaxMemKib + 1},
                                    {1, UINT32_MAX}}) {
    EXPECT_EQ(slow_hash(as_bytes("x"), {}, params).error().code, ErrorCode::limits);
  }
  EXPECT_TRUE(slow_hash(as_bytes("x"), {}, {kMaxOps, kMinMemKib}));
}

TEST(Tag, ACostlierListCanFollowACheaperOne) {
  // In WASM the suite has the engine's own memory limit, so a smaller hash's block must be reused for a larger one.
  for (const std::uint32_t mem_mib : {64u, 128u, 256u}) {
    EXPECT_TRUE(slow_hash(as_bytes("x"), {}, {1, mem_mib * 1024})) << mem_mib;
  }
}

TEST(ValueSpace, OneThatIsTooLargeEndsTheProgram) {
  EXPECT_EQ((ValueSpace{(1u << 23) - 1, kMaxP}.size()), ((std::uint64_t{1} << 23) - 1) << kMaxP);
  EXPECT_DEATH_IF_SUPPORTED((void)(ValueSpace{1u << 23, kMaxP}.size()), "");
  EXPECT_DEATH_IF_SUPPORTED((void)(ValueSpace{1, kMaxP + 1}.size()), "");
}

}  // namespace
}  // namespace selfcheck
