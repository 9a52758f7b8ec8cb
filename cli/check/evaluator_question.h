// A question to a keyed list's evaluators: posted to all of them at once, and answered by enough of them or not.
// docs/FORMAT.md, "Asking the evaluators".
#pragma once

#include <set>
#include <span>
#include <vector>

#include "remote/https.h"
#include "selfcheck/check_session.h"

namespace selfcheck::cli {

/// What came of each of these, in their order. Each ends by its answer or after 20 seconds. Evaluators in `left_out`
/// are not asked: as if no answer had come. Throws a Failure if a signal asks to stop.
[[nodiscard]] std::vector<HttpAnswer> post(HttpClient& client, std::span<const EvaluatorsRequest::Question> questions,
                                           const std::set<std::uint32_t>& left_out = {});

/// About the identifier that a session has: blinded by fresh random bytes, so that no two questions are alike.
class EvaluatorQuestion {
 public:
  /// Errors: CheckSession::ask_evaluators's.
  [[nodiscard]] static Result<EvaluatorQuestion> about_identifier(const CheckSession& session,
                                                                  CheckSession::ListHandle list, Timestamp now);

  /// May run beside anything else but the two below.
  void ask(HttpClient& client, const std::set<std::uint32_t>& left_out = {});
  /// Hands the answers to the session. Errors: CheckSession::evaluate's.
  [[nodiscard]] Result<void> evaluate(CheckSession& session, CheckSession::ListHandle list) const;

  [[nodiscard]] std::size_t evaluators() const { return request_.questions.size(); }
  /// Which of them did not answer in time.
  [[nodiscard]] std::set<std::uint32_t> silent() const;

 private:
  SecretBytes<64> uniform_;
  EvaluatorsRequest request_;
  std::vector<HttpAnswer> answers_;
};

}  // namespace selfcheck::cli
