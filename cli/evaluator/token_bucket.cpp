#include "evaluator/token_bucket.h"

#include <algorithm>

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kQuestion = 1'000'000'000;
constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
constexpr std::uint64_t kBurstSeconds = 2;

}  // namespace

TokenBucket::Taken TokenBucket::take(std::uint32_t rate, std::uint64_t now_ns) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t second = rate * kQuestion;
  const std::uint64_t capacity = kBurstSeconds * second, longest_line = kLongestWait * second;
  // After so long the bucket is full and the line empty. The limit also keeps every product within its type.
  const std::uint64_t elapsed_ns = std::min(now_ns - std::min(last_ns_, now_ns), kLongestWait * kNsPerSecond);
  last_ns_ = std::max(last_ns_, now_ns);
  const std::uint64_t gained = elapsed_ns * rate;
  level_ = std::min(level_, capacity);  // a lower rate may have made it smaller
  level_ = std::min(level_ + gained, capacity);
  waiting_ -= std::min(waiting_, gained);

  if (level_ >= kQuestion) {
    level_ -= kQuestion;
    return {true, 0};
  }
  const std::uint64_t seconds = 1 + waiting_ / second;
  waiting_ = std::min(waiting_ + kQuestion, longest_line);
  return {false, static_cast<std::uint32_t>(std::min<std::uint64_t>(seconds, kLongestWait))};
}

}  // namespace selfcheck::cli
