#include "selfcheck/bucket_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "selfcheck/elias_fano.h"

namespace selfcheck {
namespace {

DummySeed seed_of(std::uint8_t byte) {
  DummySeed seed;
  std::fill(seed.mutable_span().begin(), seed.mutable_span().end(), byte);
  return seed;
}

class Bucket : public ::testing::Test {
 protected:
  Bucket() {
    manifest_.values = {50, 20};
    manifest_.canary.hash.fill(9);
  }
  std::vector<std::uint64_t> values(const Bytes& body) const {
    const auto decoded = elias_fano::decode(manifest_.values, body);
    EXPECT_TRUE(decoded);
    return decoded.value_or(std::vector<std::uint64_t>{});
  }
  std::uint64_t canary_value() const {
    SlowHash hash;
    std::copy(manifest_.canary.hash.begin(), manifest_.canary.hash.end(), hash.mutable_span().begin());
    return stored_value(tag(hash, manifest_.list_id, manifest_.nonce), manifest_.values);
  }
  Manifest manifest_;
  const std::vector<std::uint64_t> tags_{1u << 20, UINT64_MAX, 0x8000000000000000u};
};

TEST_F(Bucket, HoldsEveryEntryTheCanaryAndDummies) {
  const auto body = build_bucket(manifest_, 3, tags_, seed_of(1));
  ASSERT_TRUE(body);
  const auto held = values(*body);
  EXPECT_EQ(held.size(), 50u);
  for (const std::uint64_t t : tags_) {
    EXPECT_TRUE(std::binary_search(held.begin(), held.end(), stored_value(t, manifest_.values)));
  }
  EXPECT_TRUE(std::binary_search(held.begin(), held.end(), canary_value()));
}

TEST_F(Bucket, SameInputGivesTheSameBytesInAnyOrder) {
  auto reversed = tags_;
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_EQ(*build_bucket(manifest_, 3, tags_, seed_of(1)), *build_bucket(manifest_, 3, reversed, seed_of(1)));
}

TEST_F(Bucket, DummiesDependOnSeedBucketListAndNonce) {
  std::set<Bytes> bodies{*build_bucket(manifest_, 3, tags_, seed_of(1)), *build_bucket(manifest_, 3, tags_, seed_of(2)),
                         *build_bucket(manifest_, 4, tags_, seed_of(1))};
  Manifest other = manifest_;
  other.nonce[0] ^= 1;
  bodies.insert(*build_bucket(other, 3, tags_, seed_of(1)));
  other = manifest_;
  other.list_id[0] ^= 1;
  bodies.insert(*build_bucket(other, 3, tags_, seed_of(1)));
  EXPECT_EQ(bodies.size(), 5u);
}

TEST_F(Bucket, EntriesThatCoincideLeaveRoomForDummies) {
  const std::vector<std::uint64_t> same(49, 12345);
  const auto body = build_bucket(manifest_, 0, same, seed_of(1));
  ASSERT_TRUE(body);
  EXPECT_EQ(values(*body).size(), 50u);
}

TEST_F(Bucket, FullBucketsNeedNoDummyAndOneMoreIsTooMany) {
  std::vector<std::uint64_t> tags;
  for (std::uint64_t i = 1; i <= 49; ++i) tags.push_back(i << 57);
  EXPECT_EQ(*build_bucket(manifest_, 0, tags, seed_of(1)), *build_bucket(manifest_, 0, tags, seed_of(2)));
  tags.push_back(3u << 20);
  EXPECT_EQ(build_bucket(manifest_, 0, tags, seed_of(1)).error().code, ErrorCode::too_many_entries);
}

TEST_F(Bucket, SmallSpacesFillToTheLastValue) {
  // With 400 values below 102,400, dummies often collide, and those that do must be skipped.
  manifest_.values = {400, 8};
  const auto body = build_bucket(manifest_, 0, {}, seed_of(1));
  ASSERT_TRUE(body);
  EXPECT_EQ(values(*body).size(), 400u);
}

TEST_F(Bucket, EditionsShareNoMoreValuesThanChance) {
  // These are the same people with two nonces. The space is so wide that chance gives next to no shared values.
  manifest_.values = {1000, 40};
  std::vector<std::uint64_t> first, second;
  for (std::uint8_t person = 0; person < 200; ++person) {
    SlowHash hash;
    hash.mutable_span()[0] = person;
    manifest_.nonce.fill(1);
    first.push_back(tag(hash, manifest_.list_id, manifest_.nonce));
    manifest_.nonce.fill(2);
    second.push_back(tag(hash, manifest_.list_id, manifest_.nonce));
  }
  manifest_.nonce.fill(1);
  const auto one = values(*build_bucket(manifest_, 0, first, seed_of(1)));
  manifest_.nonce.fill(2);
  const auto two = values(*build_bucket(manifest_, 0, second, seed_of(1)));
  std::vector<std::uint64_t> shared;
  std::set_intersection(one.begin(), one.end(), two.begin(), two.end(), std::back_inserter(shared));
  EXPECT_TRUE(shared.empty());
}

}  // namespace
}  // namespace selfcheck
