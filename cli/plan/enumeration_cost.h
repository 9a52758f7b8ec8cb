// What it costs to open a list by hashing every number that may be in it, and comparing. docs: the threat model's first
// limit.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// Numbers that an attacker would try. Nobody has to try all that there can be: fewer are in use, and lists of those
/// can be had.
struct CandidateSet {
  std::uint64_t numbers;
  std::string_view what;    // after the number: `1,100,000,000 ...`
  std::string_view brief;   // the same in a word or two, for tables
  std::string_view source;  // where the figure is from; empty if it follows from the numbers' rules
};

/// The smallest set, the cheapest attacker, first; the last is all valid numbers.
[[nodiscard]] std::span<const CandidateSet> candidate_sets(Kind kind);

struct EnumerationCost {
  double gpu_seconds = 0;
  double dollars = 0;
};

/// hashcat's Argon2id on one RTX 4090: 1,667 hashes a second at 64 MiB and 3 passes. Argon2's work is memory times
/// passes (RFC 9106), and so the rate is scaled by that.
inline constexpr double kGpuHashesPerSecond = 1667;
inline constexpr Argon2Params kGpuMeasuredAt{.ops = 3, .mem_kib = 64 * 1024};

/// Renting such a card by the hour: an assumption about a market, not a measurement. `--gpu-hour` changes it.
inline constexpr double kDollarsPerGpuHour = 0.40;

[[nodiscard]] EnumerationCost enumeration_cost(std::uint64_t numbers, Argon2Params params, double dollars_per_gpu_hour);

}  // namespace selfcheck::cli
