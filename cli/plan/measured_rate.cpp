#include "plan/measured_rate.h"

#include <chrono>
#include <cstdint>
#include <string>

#include "base/stop_signals.h"
#include "hashing/batches.h"
#include "selfcheck/canary.h"

namespace selfcheck::cli {

double measured_hashes_a_second(Argon2Params params, unsigned threads) {
  using Clock = std::chrono::steady_clock;
  const GroupSalt salt{};
  const std::string text = canary_text(salt);
  const auto hash_times = [&](std::uint64_t count) {
    const auto make_work = [&]() -> BatchWork {
      return [&](std::uint64_t, std::uint64_t) -> Result<void> {
        throw_if_stopped();
        const auto hash = slow_hash(as_bytes(text), salt, params);
        if (!hash) return tl::unexpected<Error>(hash.error());
        return {};
      };
    };
    const Clock::time_point start = Clock::now();
    for_each_batch({count, 1, threads}, make_work, [] {});
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  hash_times(threads);  // one hash a thread before the measurement, so that one-time costs stay out of it
  constexpr unsigned kHashesOfThread = 3;
  const std::uint64_t count = std::uint64_t{threads} * kHashesOfThread;
  return static_cast<double>(count) / hash_times(count);
}

}  // namespace selfcheck::cli
