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

}  // namespace
}  // namespace selfcheck
