#include "hashing/sample.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <random>

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kFewest = 1000;
constexpr std::uint64_t kOneOf = 200;  // 0.5%

// The generator is seeded by the system, so that whoever chose the numbers can't know which will be looked at again.
std::mt19937_64 random_generator() {
  std::array<std::uint32_t, 8> words{};
  randombytes_buf(words.data(), sizeof words);
  std::seed_seq seed(words.begin(), words.end());
  return std::mt19937_64(seed);
}

}  // namespace

std::uint64_t sample_size(std::uint64_t count) {
  return std::min(count, std::max(kFewest, (count + kOneOf - 1) / kOneOf));
}

std::vector<std::uint64_t> choose_sample(std::uint64_t count) {
  std::uint64_t wanted = sample_size(count);
  std::vector<std::uint64_t> sample;
  sample.reserve(wanted);
  // Selection sampling (Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S).
  auto random = random_generator();
  for (std::uint64_t i = 0; wanted > 0; ++i) {
    if (std::uniform_int_distribution<std::uint64_t>(0, count - i - 1)(random) >= wanted) continue;
    sample.push_back(i);
    --wanted;
  }
  return sample;
}

}  // namespace selfcheck::cli
