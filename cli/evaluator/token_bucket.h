// How many questions are answered, of all that come: the pace that whoever enumerates is held to.
#pragma once

#include <cstdint>
#include <mutex>

namespace selfcheck::cli {

/// Answers a second that a rate may be.
inline constexpr std::uint32_t kMaxRate = 100'000;

/// `rate` questions a second pass, on the average; after a quiet time two seconds' worth at once. Thread-safe.
///
/// Whoever is refused is told when to come again, as if all who were refused stood in a line that moves at `rate`: so
/// they come one after the other, and not all together.
class TokenBucket {
 public:
  struct Taken {
    bool allowed = false;
    std::uint32_t retry_after = 0;  // seconds, 1 to kLongestWait, if it is not
  };
  static constexpr std::uint32_t kLongestWait = 60;

  /// `rate`: 1 to kMaxRate. `now_ns`: of a clock that never goes back.
  [[nodiscard]] Taken take(std::uint32_t rate, std::uint64_t now_ns);

 private:
  // Both in thousand-millionths of a question: a rate times nanoseconds is a whole number of them.
  std::uint64_t level_ = UINT64_MAX;  // more than any bucket holds: full
  std::uint64_t waiting_ = 0;
  std::uint64_t last_ns_ = 0;
  std::mutex mutex_;
};

}  // namespace selfcheck::cli
