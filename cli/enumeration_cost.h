// What it costs to open a list by trying every number there can be. docs: the threat model's first limit.
#pragma once

#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

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

[[nodiscard]] EnumerationCost enumeration_cost(Kind kind, Argon2Params params, double dollars_per_gpu_hour);

}  // namespace selfcheck::cli
