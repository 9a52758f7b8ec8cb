#include "spread.h"

#include <random>
#include <unordered_set>

#include "selfcheck/bucket_index.h"
#include "statistics.h"

namespace selfcheck::privacy {
namespace {

constexpr std::uint64_t kSeed = 20'231'015;
constexpr std::uint64_t kFirstMobile = 6'000'000'000, kMobiles = 4'000'000'000, kSeries = 9'876'000'000;
constexpr std::uint64_t kFirstAadhaar = 99'990'000'000, kAadhaars = 10'000'000;  // without the check digit

CanonicalForm mobile(std::uint64_t number) { return *normalize(Kind::mobile, std::to_string(number)); }

CanonicalForm aadhaar(std::uint64_t number) {
  for (char check = '0';; ++check) {
    if (const auto form = normalize(Kind::aadhaar, std::to_string(number) + check)) return *form;
  }
}

template <typename Make>
std::vector<CanonicalForm> at_random(std::size_t count, std::uint64_t first, std::uint64_t range, Make make) {
  std::mt19937_64 random(kSeed);
  std::unordered_set<std::uint64_t> taken;
  std::vector<CanonicalForm> forms;
  while (forms.size() < count) {
    const std::uint64_t number = first + random() % range;
    if (taken.insert(number).second) forms.push_back(make(number));
  }
  return forms;
}

}  // namespace

std::vector<Numbers> made_up_numbers(std::size_t count) {
  std::vector<CanonicalForm> series;
  for (std::uint64_t i = 0; i < count; ++i) series.push_back(mobile(kSeries + i));
  return {{"mobile numbers at random", at_random(count, kFirstMobile, kMobiles, mobile)},
          {"mobile numbers in a row", std::move(series)},
          {"Aadhaar numbers at random", at_random(count, kFirstAadhaar, kAadhaars, aadhaar)}};
}

std::vector<double> spread_p(const Numbers& numbers, const Prefix& prefix) {
  std::vector<std::uint64_t> counts(std::size_t{1} << kMostBits);
  for (const CanonicalForm& form : numbers.forms) ++counts[bucket_index(prefix(form), kMostBits)];
  std::vector<double> found(kMostBits);
  // Two buckets that differ in the last bit only are one bucket of a list with one bit less.
  for (std::uint32_t bits = kMostBits; bits >= 1; --bits) {
    found[bits - 1] = chi_square_p(counts);
    for (std::size_t i = 0; i < counts.size() / 2; ++i) counts[i] = counts[2 * i] + counts[2 * i + 1];
    counts.resize(counts.size() / 2);
  }
  return found;
}

}  // namespace selfcheck::privacy
