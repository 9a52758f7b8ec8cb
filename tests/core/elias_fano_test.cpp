#include "selfcheck/elias_fano.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "vectors.h"

namespace selfcheck {
namespace {

std::vector<std::uint64_t> random_values(ValueSpace space, std::mt19937_64& random) {
  std::set<std::uint64_t> values;
  std::uniform_int_distribution<std::uint64_t> any(0, space.size() - 1);
  while (values.size() < space.count) values.insert(any(random));
  return {values.begin(), values.end()};
}

TEST(EliasFano, Vectors) {
  for (const auto& vector : test::cases("elias_fano")) {
    const ValueSpace space{vector["bucket_values"], vector["p"]};
    const Bytes body = test::unhex(vector["body"]);
    const auto decoded = elias_fano::decode(space, body);
    if (vector.contains("error")) {
      EXPECT_FALSE(decoded) << test::name_of(vector);
      if (!decoded) {
        EXPECT_EQ(error_name(decoded.error().code), vector["error"].get<std::string>());
      }
      continue;
    }
    std::vector<std::uint64_t> values;
    for (const auto& value : vector["values"]) values.push_back(test::u64(value));
    EXPECT_EQ(elias_fano::encode(space, values), body) << test::name_of(vector);
    EXPECT_EQ(decoded, values) << test::name_of(vector);
  }
}

TEST(EliasFano, RoundTripsAndHasOneLength) {
  std::mt19937_64 random(1);
  for (const std::uint32_t p : {8u, 9u, 20u, 33u, 40u}) {
    for (const std::uint32_t count : {1u, 2u, 7u, 8u, 9u, 1000u}) {
      const ValueSpace space{count, p};
      for (int i = 0; i < 5; ++i) {
        const auto values = random_values(space, random);
        const auto encoded = elias_fano::encode(space, values);
        ASSERT_TRUE(encoded);
        EXPECT_EQ(encoded->size(), (count * (p + 2) + 7) / 8);
        EXPECT_EQ(elias_fano::decode(space, *encoded), values);
      }
    }
  }
}

TEST(EliasFano, EveryBodyThatDecodesIsTheOneThatEncodeWrites) {
  // Good bodies are damaged at random, because all 2^16 bodies of 2 values would miss most errors of longer bodies.
  std::mt19937_64 random(2);
  const ValueSpace space{25, 9};
  const auto good = *elias_fano::encode(space, random_values(space, random));
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    Bytes body = good;
    for (int flips = 0; flips < 1 + i % 3; ++flips) {
      const std::size_t bit = random() % (body.size() * 8);
      body[bit / 8] = static_cast<std::uint8_t>(body[bit / 8] ^ (1u << (bit % 8)));
    }
    const auto values = elias_fano::decode(space, body);
    if (!values) continue;
    ++accepted;
    EXPECT_EQ(elias_fano::encode(space, *values), body);
  }
  EXPECT_GT(accepted, 0) << "damage to the lower section alone often gives another good body";
}

TEST(EliasFano, EncodeRefusesWhatIsNotABucket) {
  const ValueSpace space{3, 8};
  for (const std::vector<std::uint64_t>& values :
       {std::vector<std::uint64_t>{1, 2}, {1, 2, 3, 4}, {1, 1, 2}, {2, 1, 3}, {1, 2, space.size()}}) {
    EXPECT_EQ(elias_fano::encode(space, values).error().code, ErrorCode::bucket_encoding);
  }
}

TEST(EliasFano, SizesAreRoundedUpToBytes) {
  EXPECT_EQ(elias_fano::encoded_size({0, 8}), 0u);
  EXPECT_EQ(elias_fano::encoded_size({8, 8}), 10u) << "80 bits";
  EXPECT_EQ(elias_fano::encoded_size({3, 9}), 5u) << "33 bits";
  EXPECT_EQ(elias_fano::encoded_size({1, 21}), 3u) << "23 bits";
  EXPECT_EQ(elias_fano::encoded_size({UINT32_MAX, 40}), (std::uint64_t{UINT32_MAX} * 42 + 7) / 8);
}

// Returns the body of 3 values with p = 8 that has these ones in its upper section, and these lower parts. It is made
// bit by bit, because encode() does not write what is no bucket.
Bytes body_of(const std::vector<std::size_t>& ones, const std::vector<std::uint8_t>& low) {
  std::uint32_t bits = 0;
  for (const std::size_t one : ones) bits |= 1u << one;
  for (std::size_t i = 0; i < low.size(); ++i) bits |= std::uint32_t{low[i]} << (6 + 8 * i);
  Bytes body;
  for (int i = 0; i < 4; ++i) body.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
  return body;
}

TEST(EliasFano, DecodeRefusesEachThingThatEncodeDoesNotWrite) {
  const ValueSpace space{3, 8};
  const std::vector<std::uint64_t> values{1, 2, 767};
  EXPECT_EQ(elias_fano::decode(space, body_of({0, 1, 4}, {1, 2, 255})), values);
  EXPECT_EQ(elias_fano::encode(space, values), body_of({0, 1, 4}, {1, 2, 255}));
  EXPECT_EQ(elias_fano::decode(space, body_of({0, 1, 2}, {0, 1, 2})), (std::vector<std::uint64_t>{0, 1, 2}));
  const auto refused = [&](const Bytes& body) {
    const auto decoded = elias_fano::decode(space, body);
    return !decoded && decoded.error() == Error{ErrorCode::bucket_encoding};
  };
  EXPECT_TRUE(refused(body_of({0, 1, 5}, {1, 2, 0}))) << "768, which is the size";
  EXPECT_TRUE(refused(body_of({3, 4, 5}, {1, 2, 3}))) << "all of them too large";
  EXPECT_TRUE(refused(body_of({0, 1, 2}, {1, 1, 2}))) << "one value twice";
  EXPECT_TRUE(refused(body_of({0, 1, 2}, {1, 2, 2}))) << "the last value twice";
  EXPECT_TRUE(refused(body_of({0, 1, 2}, {2, 1, 3}))) << "not in order";
  EXPECT_TRUE(refused(body_of({0, 1}, {1, 2, 0}))) << "only two values";
  EXPECT_TRUE(refused(body_of({}, {0, 0, 0}))) << "none";
  EXPECT_TRUE(refused(body_of({0, 1, 2, 3}, {1, 2, 3}))) << "four";
  EXPECT_TRUE(refused(body_of({0, 1, 2, 3, 4, 5}, {255, 255, 255})));
  for (const std::uint8_t padding : {std::uint8_t{0x40}, std::uint8_t{0x80}, std::uint8_t{0xc0}}) {
    Bytes body = body_of({0, 1, 4}, {1, 2, 255});
    body.back() = static_cast<std::uint8_t>(body.back() | padding);
    EXPECT_TRUE(refused(body)) << +padding;
  }
  for (const std::size_t size : {0u, 3u, 5u}) {
    EXPECT_EQ(elias_fano::decode(space, Bytes(size)).error(), Error{ErrorCode::bucket_length}) << size;
  }
}

}  // namespace
}  // namespace selfcheck
