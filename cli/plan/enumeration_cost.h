// Estimates what it costs to open a list by hashing every number that may be in it, and comparing: the first limit in
// docs/THREAT-MODEL.md.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// A set of numbers that an attacker would try. Nobody has to try all numbers that there can be: fewer are in use, and
/// lists of those can be had.
struct CandidateSet {
  std::uint64_t numbers;
  std::string_view what;    // what follows the number in `1,100,000,000 in use`
  std::string_view brief;   // the same in a word or two, for tables
  std::string_view source;  // where the figure is from; empty if it follows from the numbers' rules
};

/// Returns the sets from the smallest, which is the cheapest attack, to the last, which is all valid numbers.
[[nodiscard]] std::span<const CandidateSet> candidate_sets(Kind kind);

struct EnumerationCost {
  double gpu_seconds = 0;
  double dollars = 0;
};

/// The rate of hashcat's Argon2id on one RTX 4090: 1,667 hashes a second at 64 MiB and 3 passes. Argon2's work is
/// memory times passes (RFC 9106), so the rate is scaled by that.
inline constexpr double kGpuHashesPerSecond = 1667;
inline constexpr Argon2Params kGpuMeasuredAt{.ops = 3, .mem_kib = 64 * 1024};

/// The price of renting such a card for an hour, which is an assumption about a market and no measurement. `--gpu-hour`
/// changes it.
inline constexpr double kDollarsPerGpuHour = 0.40;

[[nodiscard]] EnumerationCost enumeration_cost(std::uint64_t numbers, Argon2Params params, double dollars_per_gpu_hour);

}  // namespace selfcheck::cli
