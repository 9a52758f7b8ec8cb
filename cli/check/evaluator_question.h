// A question to a keyed list's evaluators is posted to all of them at once, and answered by enough of them or not:
// docs/FORMAT.md, "Asking the evaluators".
#pragma once

#include <set>
#include <span>
#include <vector>

#include "remote/https.h"
#include "selfcheck/check_session.h"

namespace selfcheck::cli {

/// Posts the questions, and returns what came of each, in their order. Each ends by its answer or after 20 seconds.
/// Evaluators in `left_out` are not asked; that is as if no answer had come. Throws a Failure if a signal asks to stop.
[[nodiscard]] std::vector<HttpAnswer> post(HttpClient& client, std::span<const EvaluatorsRequest::Question> questions,
                                           const std::set<std::uint32_t>& left_out = {});

/// A question about the identifier that a session has. It is blinded by fresh random bytes, so that no two questions
/// are alike.
class EvaluatorQuestion {
 public:
  /// Makes the question. The errors are those of CheckSession::ask_evaluators.
  [[nodiscard]] static Result<EvaluatorQuestion> about_identifier(const CheckSession& session,
                                                                  CheckSession::ListHandle list, Timestamp now);

  /// Asks the evaluators. This may run beside anything else but evaluate() and silent().
  void ask(HttpClient& client, const std::set<std::uint32_t>& left_out = {});
  /// Hands the answers to the session. The errors are those of CheckSession::evaluate.
  [[nodiscard]] Result<void> evaluate(CheckSession& session, CheckSession::ListHandle list) const;

  [[nodiscard]] std::size_t evaluators() const { return request_.questions.size(); }
  /// Returns the indices of the evaluators that did not answer in time.
  [[nodiscard]] std::set<std::uint32_t> silent() const;

 private:
  SecretBytes<64> uniform_;
  EvaluatorsRequest request_;
  std::vector<HttpAnswer> answers_;
};

}  // namespace selfcheck::cli
