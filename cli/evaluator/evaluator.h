// What an evaluator answers to a question: no HTTP, no clock and no threads of its own. docs/FORMAT.md, "Asking the
// evaluators".
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

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

/// Time, handed in.
struct EvaluatorTime {
  Timestamp now = 0;               // seconds since 1970, for not_after
  std::uint64_t monotonic_ns = 0;  // for the rate
};

struct EvaluatorReply {
  std::uint32_t status = 0;              // 200, 400, 404, 410 or 429
  std::uint32_t retry_after = 0;         // seconds, of a 429
  std::optional<EvaluationAnswer> body;  // of a 200
};

/// How many replies of each status, since the start.
struct EvaluatorCounts {
  std::uint64_t answered = 0;     // 200
  std::uint64_t malformed = 0;    // 400
  std::uint64_t unknown_key = 0;  // 404
  std::uint64_t ended = 0;        // 410
  std::uint64_t over_rate = 0;    // 429
};

/// Stateless but for its counts and its token buckets, one a share. Thread-safe.
class Evaluator {
 public:
  /// `rate`: answers a second for each share, at least 1. Shares with index 0 are refused, as are two of one P_i:
  /// throws a Failure.
  Evaluator(std::vector<OpenShare> shares, std::uint32_t rate);

  /// From now on; what is left in the buckets stays.
  void set_rate(std::uint32_t rate);

  /// To a POST's body. In this order: not 80 bytes, or another format's: 400; no share of this P_i: 404; past
  /// not_after: 410; over the rate: 429; B no element: 400; else 200.
  [[nodiscard]] EvaluatorReply reply(ByteSpan question, EvaluatorTime time);

  [[nodiscard]] EvaluatorCounts counts() const;

 private:
  struct Served;
  std::vector<std::unique_ptr<Served>> served_;
  std::atomic<std::uint32_t> rate_;
};

}  // namespace selfcheck::cli
