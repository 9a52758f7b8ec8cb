#include "evaluator/answer_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/wording.h"

namespace selfcheck::cli {
namespace {

std::size_t column_of(std::uint32_t status) {
  const auto found = std::find(AnswerCounts::kStatuses.begin(), AnswerCounts::kStatuses.end(), status);
  require(found != AnswerCounts::kStatuses.end());
  return static_cast<std::size_t>(found - AnswerCounts::kStatuses.begin());
}

constexpr std::array<std::string_view, AnswerCounts::kStatuses.size()> kInWords{
    "answered", "malformed", "for an unknown share", "no POST", "after a share's end", "over the rate", "failed"};

std::string header(std::string_view name, std::string_view type, std::string_view help) {
  return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

std::string gauge(std::string_view name, std::string_view help, double value) {
  return header(name, "gauge", help) + fmt::format("{} {}\n", name, value);
}

}  // namespace

AnswerCounts::AnswerCounts(std::size_t shares) {
  for (std::size_t i = 0; i <= shares; ++i) rows_.push_back(std::make_unique<Row>());
}

void AnswerCounts::add(std::uint32_t status, std::optional<std::size_t> share) {
  (*rows_.at(share.value_or(rows_.size() - 1)))[column_of(status)].fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t AnswerCounts::count(std::uint32_t status, std::optional<std::size_t> share) const {
  return (*rows_.at(share.value_or(rows_.size() - 1)))[column_of(status)].load(std::memory_order_relaxed);
}

std::uint64_t AnswerCounts::total(std::uint32_t status) const {
  std::uint64_t sum = 0;
  for (const auto& row : rows_) sum += (*row)[column_of(status)].load(std::memory_order_relaxed);
  return sum;
}

std::string counts_in_words(const AnswerCounts& counts) {
  std::string words;
  for (std::size_t i = 0; i < kInWords.size(); ++i) {
    const std::uint64_t total = counts.total(AnswerCounts::kStatuses[i]);
    if (total == 0) continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", grouped(total), kInWords[i]);
  }
  return words.empty() ? "no questions" : words;
}

std::string metrics_text(const Evaluator& evaluator, const AnswerCounts& counts, const EvaluatorMetrics& metrics) {
  std::string text = header("selfcheck_evaluator_answers_total", "counter",
                            "Answers by HTTP status, and by the share that was asked for.");
  const auto add_row = [&](const std::string& share, std::optional<std::size_t> row) {
    for (const std::uint32_t status : AnswerCounts::kStatuses) {
      text += fmt::format("selfcheck_evaluator_answers_total{{share=\"{}\",status=\"{}\"}} {}\n", share, status,
                          counts.count(status, row));
    }
  };
  for (std::size_t i = 0; i < evaluator.shares().size(); ++i) add_row(short_name(evaluator.shares()[i]), i);
  add_row("none", std::nullopt);

  text += header("selfcheck_evaluator_share_days_left", "gauge", "Days until a share ends; below 0 afterwards.");
  for (const OpenShare& share : evaluator.shares()) {
    const auto seconds = static_cast<double>(share.description.not_after - metrics.now);
    text += fmt::format("selfcheck_evaluator_share_days_left{{share=\"{}\",index=\"{}\"}} {:.3f}\n", short_name(share),
                        share.description.index, seconds / static_cast<double>(kSecondsPerDay));
  }
  text += gauge("selfcheck_evaluator_rate", "Answers a second for each share, at most.", evaluator.rate());
  text += gauge("selfcheck_evaluator_uptime_seconds", "Since the program was started.", metrics.uptime_seconds);
  text += gauge("selfcheck_evaluator_open_connections", "Connections that are open now.", metrics.open_connections);
  return text;
}

}  // namespace selfcheck::cli
