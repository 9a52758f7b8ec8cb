#include "plan/build_cost.h"

#include <algorithm>
#include <cmath>

#include "hashing/sample.h"

namespace selfcheck::cli {
namespace {

// MiB-passes a second: of 8 MiB or less, and of 64 or more.
constexpr double kSmallMib = 8, kSmallRate = 1200 * 8 * 1;
constexpr double kLargeMib = 64, kLargeRate = 30 * 64 * 3;

}  // namespace

double usual_hashes_a_core_second(Argon2Params params) {
  const double mib = static_cast<double>(params.mem_kib) / 1024;
  const double large = std::clamp(std::log2(mib / kSmallMib) / std::log2(kLargeMib / kSmallMib), 0.0, 1.0);
  return (kSmallRate + large * (kLargeRate - kSmallRate)) / (mib * params.ops);
}

UsualCut usual_cut(std::uint64_t entries, double hashes_a_core_second) {
  constexpr double kSeconds = 4;
  constexpr std::uint64_t kFewest = 16, kPartOfAll = 64, kGroups = 1000, kMostChunks = 256;
  const auto worth = static_cast<std::uint64_t>(kSeconds * hashes_a_core_second);
  UsualCut cut;
  cut.chunk_size = std::max(kFewest, std::min(worth, entries / kPartOfAll));
  cut.group_chunks = std::clamp<std::uint64_t>(entries / cut.chunk_size / kGroups, 1, kMostChunks);
  return cut;
}

BuildWork build_work(std::uint64_t entries, double hashes_a_core_second) {
  const std::uint64_t chunk = usual_cut(entries, hashes_a_core_second).chunk_size;
  return {entries + (entries + chunk - 1) / chunk, sample_size(entries)};
}

double core_seconds(const BuildWork& work, double hashes_a_core_second) {
  return static_cast<double>(work.hashes()) / hashes_a_core_second;
}

double seconds_on(const Machines& machines, const BuildWork& work, double hashes_a_core_second) {
  const double of_one = hashes_a_core_second * static_cast<double>(machines.cores);
  return static_cast<double>(work.anywhere) / (of_one * static_cast<double>(machines.count)) +
         static_cast<double>(work.assembling) / of_one;
}

}  // namespace selfcheck::cli
