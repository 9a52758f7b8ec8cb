// Counts how many answers of each status an evaluator has given, and to which of its shares' questions. That is all
// that it keeps of those who ask.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evaluator/evaluator.h"

namespace selfcheck::cli {

/// Counts since the program's start. Every function may be called from any thread.
class AnswerCounts {
 public:
  static constexpr std::array<std::uint32_t, 7> kStatuses{200, 400, 404, 405, 410, 429, 500};

  explicit AnswerCounts(std::size_t shares);

  /// `status` is one of kStatuses. `share` is the one that the question was about, or nothing if that can't be told.
  void add(std::uint32_t status, std::optional<std::size_t> share);
  [[nodiscard]] std::uint64_t count(std::uint32_t status, std::optional<std::size_t> share) const;
  /// Returns how many answers had this status, about any share or none.
  [[nodiscard]] std::uint64_t total(std::uint32_t status) const;

 private:
  using Row = std::array<std::atomic<std::uint64_t>, kStatuses.size()>;
  std::vector<std::unique_ptr<Row>> rows_;  // one for each share, then one for none
};

/// Says the counts for a line of the log: `3 answered, 1 over the rate`, or `no questions`.
[[nodiscard]] std::string counts_in_words(const AnswerCounts& counts);

struct EvaluatorMetrics {
  double uptime_seconds = 0;
  Timestamp now = 0;
  std::uint32_t open_connections = 0;
};
/// Returns all of it as Prometheus reads it (text format 0.0.4): answers by share and status, the rate, how long the
/// program has run, and the days until each share ends.
[[nodiscard]] std::string metrics_text(const Evaluator& evaluator, const AnswerCounts& counts,
                                       const EvaluatorMetrics& metrics);

}  // namespace selfcheck::cli
