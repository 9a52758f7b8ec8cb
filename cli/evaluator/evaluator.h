// What an evaluator answers to a question: no HTTP, no clock and no threads of its own. docs/FORMAT.md, "Asking the
// evaluators".
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

/// Time, handed in.
struct EvaluatorTime {
  Timestamp now = 0;               // seconds since 1970, for not_after
  std::uint64_t monotonic_ns = 0;  // for the rate
};

struct EvaluatorReply {
  std::uint32_t status = 0;              // 200, 400, 404, 410, 429 or 500
  std::uint32_t retry_after = 0;         // seconds, of a 429
  std::optional<std::size_t> share;      // which one was asked for, in the order of the shares
  std::optional<EvaluationAnswer> body;  // of a 200
};

/// Stateless but for its token buckets, one a share. Thread-safe.
class Evaluator {
 public:
  /// One answer in so many is verified before it is given. Each would cost more than the answer itself, and whoever
  /// asks verifies all of them.
  static constexpr std::uint32_t kAnswersPerCheck = 64;

  /// `rate`: answers a second for each share, 1 to kMaxRate. At least one share. Refused are one with index 0, which is
  /// the publisher's, and two that are the same: throws a Failure.
  Evaluator(OpenShares shares, std::uint32_t rate);

  /// From now on; what is left in the buckets stays.
  void set_rate(std::uint32_t rate) { rate_ = rate; }
  [[nodiscard]] std::uint32_t rate() const { return rate_; }

  /// To a POST's body. In this order: not 80 bytes, or another format's: 400; no share of this P_i: 404; past
  /// not_after: 410; over the rate: 429; B no element: 400; else 200. From the moment when an answer came out wrong,
  /// always 500.
  [[nodiscard]] EvaluatorReply reply(ByteSpan question, EvaluatorTime time);

  /// Answers a question of its own with each share, and verifies that, whatever the time and the rate. Throws a Failure
  /// if this machine computes wrongly.
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
  std::vector<std::unique_ptr<State>> states_;  // of each share
  std::atomic<std::uint32_t> rate_;
  std::atomic<bool> faulty_ = false;
};

/// P_i as logs and metrics name it: its first 8 hex digits.
[[nodiscard]] std::string short_name(const OpenShare& share);

}  // namespace selfcheck::cli
