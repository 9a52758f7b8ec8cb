// Dummies look like entries, in the buckets that core's builder makes, of static and of keyed lists. The linker
// replaces libsodium's BLAKE2b by a function that can spoil the dummies (--wrap), and then the same tests must tell
// them apart.
#include "lookalikes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string_view>

#include "selfcheck/bucket_builder.h"
#include "selfcheck/canary.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/elias_fano.h"

namespace {

using selfcheck::ValueSpace;

/// How a generator of dummies could be wrong.
enum class Generator { sound, counter, biased, low_bit, same_for_all_buckets, gathered };

struct Seam {
  Generator generator = Generator::sound;
  ValueSpace space{};
  std::uint64_t last = 0;

  /// Returns dummy `j` of bucket `index` as this generator would have it, in the place of the value that it should be.
  std::uint64_t dummy(std::uint64_t value, std::uint32_t index, std::uint32_t j) {
    switch (generator) {
      case Generator::counter:  // As far from each other as entries are on average.
        return (index * 12'345 + j * (std::uint64_t{1} << space.p) * 5 / 3) % space.size();
      case Generator::biased: {  // A random number modulo a range that does not divide its own.
        const std::uint64_t range = space.size() * 9 / 10;
        return value % range;
      }
      case Generator::low_bit:
        return value & ~std::uint64_t{1};
      case Generator::gathered:  // Each second one is near the one before it.
        return last = j % 2 == 1 ? last + 1 + value % 1000 : value;
      case Generator::sound:
      case Generator::same_for_all_buckets:
        break;
    }
    return value;
  }
};
Seam seam;

std::uint32_t u32_le(const unsigned char* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value |= std::uint32_t{bytes[i]} << (8 * i);
  return value;
}

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier): the linker prescribes these names.
extern "C" {
int __real_crypto_generichash_blake2b_salt_personal(unsigned char* out, size_t outlen, const unsigned char* in,
                                                    unsigned long long inlen, const unsigned char* key, size_t keylen,
                                                    const unsigned char* salt, const unsigned char* personal);
int __wrap_crypto_generichash_blake2b_salt_personal(unsigned char* out, size_t outlen, const unsigned char* in,
                                                    unsigned long long inlen, const unsigned char* key, size_t keylen,
                                                    const unsigned char* salt, const unsigned char* personal) {
  constexpr std::size_t kIndexAt = 32, kCountAt = 36, kSize = 40;
  const bool is_dummy = inlen == kSize && std::equal(personal, personal + 16, "selfcheck.dummy1");
  std::array<unsigned char, kSize> message{};
  if (is_dummy && seam.generator == Generator::same_for_all_buckets) {
    std::copy(in, in + kSize, message.begin());
    std::fill(message.begin() + kIndexAt, message.begin() + kCountAt, std::uint8_t{0});
    in = message.data();
  }
  const int status =
      __real_crypto_generichash_blake2b_salt_personal(out, outlen, in, inlen, key, keylen, salt, personal);
  if (!is_dummy || seam.generator == Generator::sound || seam.generator == Generator::same_for_all_buckets)
    return status;
  const std::uint64_t tag = (std::uint64_t{u32_le(out + 4)} << 32) | u32_le(out);
  const std::uint64_t value =
      seam.dummy(selfcheck::stored_value(tag, seam.space), u32_le(in + kIndexAt), u32_le(in + kCountAt));
  // The least tag that becomes this value.
  __extension__ using Uint128 = unsigned __int128;
  const std::uint64_t size = seam.space.size();
  const auto spoiled = static_cast<std::uint64_t>(((Uint128{value} << 64) + size - 1) / size);
  for (int i = 0; i < 8; ++i) out[i] = static_cast<unsigned char>(spoiled >> (8 * i));
  return status;
}
}
// NOLINTEND(bugprone-reserved-identifier)

namespace selfcheck::privacy {
namespace {

constexpr std::uint64_t kSeed = 20'231'015;
constexpr std::uint32_t kBuckets = 8;
constexpr std::size_t kEntries = 2'000;
/// By chance alone one of the 24 findings below would be under this with one seed of 40,000.
constexpr double kLeast = 1e-6;

enum class Scheme { fixed, keyed };

std::uint64_t random_tag(const Manifest& manifest, std::mt19937_64& random) {
  SlowHash hash;
  for (std::uint8_t& byte : hash.mutable_span()) byte = static_cast<std::uint8_t>(random());
  if (!manifest.is_keyed()) return edition_tag(manifest, hash, nullptr);
  voprf::Output y;
  for (std::uint8_t& byte : y.mutable_span()) byte = static_cast<std::uint8_t>(random());
  return edition_tag(manifest, hash, &y);
}

class Dummies : public ::testing::TestWithParam<Scheme> {
 protected:
  Dummies() {
    manifest_.values = {5'000, 20};
    manifest_.list_id.fill(3);
    manifest_.nonce.fill(5);
    manifest_.canary.hash.fill(9);
    manifest_.canary.text = canary_text({});
    if (GetParam() == Scheme::keyed) manifest_.evaluation.emplace();
  }
  ~Dummies() override { seam = {}; }

  [[nodiscard]] std::vector<Finding> findings(Generator generator) const {
    seam = {generator, manifest_.values, 0};
    DummySeed seed;
    for (std::uint8_t& byte : seed.mutable_span()) byte = 7;
    std::mt19937_64 random(kSeed);
    std::vector<LabelledBucket> buckets;
    for (std::uint32_t index = 0; index < kBuckets; ++index) {
      std::vector<std::uint64_t> tags(kEntries), known{canary_value(manifest_)};
      for (std::uint64_t& tag : tags) tag = random_tag(manifest_, random);
      for (const std::uint64_t tag : tags) known.push_back(stored_value(tag, manifest_.values));
      std::sort(known.begin(), known.end());
      const auto body = build_bucket(manifest_, index, tags, seed);
      EXPECT_TRUE(body);
      LabelledBucket bucket;
      const auto values = elias_fano::decode(manifest_.values, *body);
      EXPECT_TRUE(values);
      for (const std::uint64_t value : *values) {
        bucket.push_back({value, !std::binary_search(known.begin(), known.end(), value)});
      }
      buckets.push_back(std::move(bucket));
    }
    return tell_apart(buckets, manifest_.values);
  }

  Manifest manifest_;
};

TEST_P(Dummies, CannotBeToldFromEntries) {
  for (const auto& [name, p] : findings(Generator::sound)) EXPECT_GT(p, kLeast) << name;
}

TEST_P(Dummies, OfAGeneratorThatIsWrongCanBeToldFromEntries) {
  const std::pair<Generator, std::string_view> wrong[] = {
      {Generator::counter, "distances between dummies"},
      {Generator::biased, "places of dummies against even ones"},
      {Generator::low_bit, "low bits of dummies"},
      {Generator::same_for_all_buckets, "dummies that buckets have in common"},
      {Generator::gathered, "distances between dummies"},
  };
  for (const auto& [generator, by] : wrong) {
    const auto all = findings(generator);
    const auto finding = std::find_if(all.begin(), all.end(), [by = by](const Finding& one) { return one.name == by; });
    ASSERT_NE(finding, all.end()) << by;
    EXPECT_LT(finding->p, kLeast) << by;
  }
}

INSTANTIATE_TEST_SUITE_P(Schemes, Dummies, ::testing::Values(Scheme::fixed, Scheme::keyed),
                         [](const auto& tested) { return tested.param == Scheme::keyed ? "keyed" : "fixed"; });

}  // namespace
}  // namespace selfcheck::privacy
