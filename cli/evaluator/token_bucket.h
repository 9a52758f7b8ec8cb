// Decides how many questions are answered, of all that come. Whoever enumerates is held to this pace.
#pragma once

#include <cstdint>
#include <mutex>

namespace selfcheck::cli {

/// The highest rate that there may be, in answers a second.
inline constexpr std::uint32_t kMaxRate = 100'000;

/// Lets `rate` questions a second pass, on the average, and after a quiet time two seconds' worth at once. Every
/// function may be called from any thread.
///
/// Whoever is refused is told when to come again, as if all who were refused stood in a line that moves at `rate`. So
/// they come one after the other, and not all together. The line has room for kLongestWait: whoever finds it full is
/// told to come then, and does not make it longer.
class TokenBucket {
 public:
  struct Taken {
    bool allowed = false;
    std::uint32_t retry_after = 0;  // in seconds, 1 to kLongestWait, if it is not
  };
  static constexpr std::uint32_t kLongestWait = 60;

  /// `rate` is 1 to kMaxRate. `now_ns` is the time of a clock that never goes back.
  [[nodiscard]] Taken take(std::uint32_t rate, std::uint64_t now_ns);

 private:
  // The level and the line are counted in thousand-millionths of a question, since a rate times nanoseconds is a whole
  // number of them.
  std::uint64_t level_ = UINT64_MAX;  // more than any bucket holds, so that it begins full
  std::uint64_t waiting_ = 0;
  std::uint64_t last_ns_ = 0;
  std::mutex mutex_;
};

}  // namespace selfcheck::cli
