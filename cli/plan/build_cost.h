// Estimates what it takes to hash a list's numbers: processor time, money, and time on the clock. All the rest of a
// build is nothing beside the slow hashes: some microseconds for a row.
#pragma once

#include <cstdint>

#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// Returns how many hashes a second one core makes that does nothing else, as an estimate where nobody has measured: 15
/// at 64 MiB and 3 passes, 600 at 8 MiB and one pass. In November 2026 a rented machine (Intel Xeon, family 6, model
/// 207) made 29 and 1,180, with both of its processors at work at once and memory that is kept from hash to hash.
/// Argon2's work is memory times passes (RFC 9106). A MiB that stays in the processor's cache is done sooner, so from 8
/// to 64 MiB the work that a core does in a second falls by the same amount with each doubling of the memory; beyond
/// that it stays the same. `plan --measure` measures instead.
[[nodiscard]] double usual_hashes_a_core_second(Argon2Params params);

/// The price of renting a core (what clouds call a vCPU) for an hour, which is an assumption about a market and no
/// measurement. Amazon's c6i machines cost 0.0425 on demand in us-east-1 in 2026 ($0.085 an hour for two cores).
/// Machines that may be taken back cost less, and a job survives losing them. `--core-price` changes it.
inline constexpr double kDollarsPerCoreHour = 0.05;

struct Machines {
  std::uint64_t count = 1;
  std::uint64_t cores = 1;  // cores of each machine
};

/// How many hashes a build makes, by where they are made.
struct BuildWork {
  std::uint64_t anywhere = 0;    // one for every number, and one of the canary for every chunk
  std::uint64_t assembling = 0;  // those of the sample that the assembling machine hashes again (hashing/sample.h)

  [[nodiscard]] std::uint64_t hashes() const { return anywhere + assembling; }
};
[[nodiscard]] BuildWork build_work(std::uint64_t entries, Argon2Params params);

[[nodiscard]] double core_seconds(const BuildWork& work, double hashes_a_core_second);
/// Returns the seconds on the clock: first with all cores of all machines at work, then with those of the machine that
/// assembles.
[[nodiscard]] double seconds_on(const Machines& machines, const BuildWork& work, double hashes_a_core_second);

}  // namespace selfcheck::cli
