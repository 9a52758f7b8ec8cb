#include "plan/build_cost.h"

#include <algorithm>
#include <cmath>

#include "hashing/sample.h"
#include "plan/work_cut.h"

namespace selfcheck::cli {
namespace {

// How much of Argon2's work a core does in a second, as MiB times passes: at 8 MiB or less, and at 64 MiB or more.
constexpr double kSmallMib = 8, kSmallRate = 600 * 8 * 1;
constexpr double kLargeMib = 64, kLargeRate = 15 * 64 * 3;

std::uint64_t parts(std::uint64_t whole, std::uint64_t part) { return (whole + part - 1) / part; }

}  // namespace

double usual_hashes_a_core_second(Argon2Params params) {
  const double mib = static_cast<double>(params.mem_kib) / 1024;
  const double large = std::clamp(std::log2(mib / kSmallMib) / std::log2(kLargeMib / kSmallMib), 0.0, 1.0);
  return (kSmallRate + large * (kLargeRate - kSmallRate)) / (mib * params.ops);
}

BuildWork build_work(std::uint64_t entries, Argon2Params params) {
  return {entries + parts(entries, work_cut(entries, params).chunk_size), sample_size(entries)};
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
