// What it takes to hash a list's numbers: processor time, money, and time on the clock. Beside a slow hash all the rest
// of a build is nothing: some microseconds a row.
#pragma once

#include <cstdint>

#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// Hashes a second of one core that does nothing else, where nobody has measured: 15 at 64 MiB and 3 passes, 600 at 8
/// MiB and one. Both processors of a rented machine (Intel Xeon, family 6, model 207), at work at once with memory that
/// is kept from hash to hash, made 29 and 1,180 in November 2026. Argon2's work is memory times passes (RFC 9106). A
/// MiB that stays in the processor's cache is done sooner, so up to 64 MiB what a core does in a second falls with each
/// doubling of the memory, evenly between the two; above it no further. `plan --measure` measures instead.
[[nodiscard]] double usual_hashes_a_core_second(Argon2Params params);

/// Renting a core (what clouds call a vCPU) for an hour: an assumption about a market, not a measurement. Amazon's c6i
/// machines cost 0.0425 on demand in us-east-1 in 2026 ($0.085 an hour for two cores); machines that may be taken back
/// cost less, and a job survives that. `--core-price` changes it.
inline constexpr double kDollarsPerCoreHour = 0.05;

struct Machines {
  std::uint64_t count = 1;
  std::uint64_t cores = 1;  // of each
};

/// Hashes of a build, by where they are made.
struct BuildWork {
  std::uint64_t anywhere = 0;    // every number once; the canary once a chunk, by the worker that made it
  std::uint64_t assembling = 0;  // the sample that is hashed again (hashing/sample.h), on the machine that assembles

  [[nodiscard]] std::uint64_t hashes() const { return anywhere + assembling; }
};
[[nodiscard]] BuildWork build_work(std::uint64_t entries, Argon2Params params);

[[nodiscard]] double core_seconds(const BuildWork& work, double hashes_a_core_second);
/// On the clock, with all cores of all machines at work, then those of the one that assembles.
[[nodiscard]] double seconds_on(const Machines& machines, const BuildWork& work, double hashes_a_core_second);

}  // namespace selfcheck::cli
