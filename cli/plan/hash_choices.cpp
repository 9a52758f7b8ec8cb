#include "plan/hash_choices.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t work(Argon2Params params) { return std::uint64_t{params.ops} * params.mem_kib; }

constexpr Argon2Params pair(std::uint32_t mib, std::uint32_t ops) { return {.ops = ops, .mem_kib = mib * 1024}; }

constexpr std::array kPairs{pair(8, 5),   pair(32, 2),  pair(32, 3),  pair(64, 2), pair(64, 3),
                            pair(128, 2), pair(128, 3), pair(256, 2), pair(128, 5)};

}  // namespace

double phone_seconds(Argon2Params params) {
  constexpr double kEngine = 0.167, kHeldUp = 4.2;
  constexpr Argon2Params kMeasuredAt{.ops = 3, .mem_kib = 64 * 1024};
  return kEngine * kHeldUp * static_cast<double>(work(params)) / static_cast<double>(work(kMeasuredAt));
}

std::vector<HashChoice> hash_choices(Argon2Params chosen) {
  std::vector<Argon2Params> pairs(kPairs.begin(), kPairs.end());
  if (std::find(pairs.begin(), pairs.end(), chosen) == pairs.end()) pairs.push_back(chosen);
  const auto cheaper = [](Argon2Params a, Argon2Params b) {
    return std::tuple(work(a), a.mem_kib) < std::tuple(work(b), b.mem_kib);
  };
  std::sort(pairs.begin(), pairs.end(), cheaper);
  std::vector<HashChoice> choices;
  choices.reserve(pairs.size());
  for (const Argon2Params params : pairs) {
    choices.push_back({.params = params,
                       .chosen = params == chosen,
                       .usual = params == Argon2Params{},
                       .keyed = params == kKeyedArgon2,
                       .only_test = work(params) < kMinArgon2Work});
  }
  return choices;
}

}  // namespace selfcheck::cli
