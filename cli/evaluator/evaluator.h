// Says what an evaluator answers to a question, with no HTTP, no clock and no threads of its own: docs/FORMAT.md,
// "Asking the evaluators".
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/locked_memory.h"
#include "evaluator/token_bucket.h"
#include "selfcheck/evaluator.h"
#include "selfcheck/timestamp.h"
#include "share/share_file.h"

namespace selfcheck::cli {

/// A share that was opened.
struct OpenShare {
  ShareDescription description;
  voprf::Element public_key{};  // P_i
  voprf::Scalar secret;         // f(i)
};
using OpenShares = std::vector<OpenShare, LockedAllocator<OpenShare>>;

/// The time of a question, which whoever calls hands in.
struct EvaluatorTime {
  Timestamp now = 0;               // seconds since 1970, to be held against not_after
  std::uint64_t monotonic_ns = 0;  // of a clock that never goes back, for the rate
};

struct EvaluatorReply {
  std::uint32_t status = 0;              // 200, 400, 404, 410, 429 or 500
  std::uint32_t retry_after = 0;         // in seconds, if the status is 429
  std::optional<std::size_t> share;      // index of the share that was asked for, if there is one
  std::optional<EvaluationAnswer> body;  // if the status is 200
};

/// Answers questions. It keeps nothing of them but a token bucket for each share. Every function may be called from any
/// thread.
class Evaluator {
 public:
  /// One answer in so many is verified before it is given. To verify each would cost more than the answer itself, and
  /// whoever asks verifies all of them.
  static constexpr std::uint32_t kAnswersPerCheck = 64;

  /// `rate` is how many answers a second there are for each share, 1 to kMaxRate. There must be at least one share.
  /// Throws a Failure for a share with index 0, which is the publisher's, and for two that are the same.
  Evaluator(OpenShares shares, std::uint32_t rate);

  /// Sets the rate from now on; what is left in the buckets stays.
  void set_rate(std::uint32_t rate) { rate_ = rate; }
  [[nodiscard]] std::uint32_t rate() const { return rate_; }

  /// Returns the reply to a POST's body. Its status is the first of these that fits: 400 if the body has not 80 bytes
  /// or is of another format; 404 if there is no share of this P_i; 410 past not_after; 429 over the rate; 400 if B is
  /// no element; else 200. From the moment when an answer came out wrong, it is always 500.
  [[nodiscard]] EvaluatorReply reply(ByteSpan question, EvaluatorTime time);

  /// Answers a question of its own with each share, and verifies the answer, whatever the time and the rate. Throws a
  /// Failure if this machine computes wrongly.
  void self_test();
  /// Throws a Failure if an answer has come out wrong.
  void fail_if_faulty() const;

  [[nodiscard]] const OpenShares& shares() const { return shares_; }

 private:
  struct State {
    TokenBucket bucket;
    std::atomic<std::uint32_t> answers{0};
  };
  [[nodiscard]] std::optional<std::size_t> find(const voprf::Element& public_key) const;

  OpenShares shares_;
  std::vector<std::unique_ptr<State>> states_;  // one for each share
  std::atomic<std::uint32_t> rate_;
  std::atomic<bool> faulty_ = false;
};

/// Returns P_i as logs and metrics name it: its first 8 hex digits.
[[nodiscard]] std::string short_name(const OpenShare& share);

}  // namespace selfcheck::cli
