#include "check/evaluator_question.h"

#include <sodium.h>

#include <utility>

namespace selfcheck::cli {

std::vector<HttpAnswer> post(HttpClient& client, std::span<const EvaluatorsRequest::Question> questions,
                             const std::set<std::uint32_t>& left_out) {
  std::vector<HttpRequest> requests;
  for (const auto& question : questions) {
    if (left_out.contains(question.index)) continue;
    requests.push_back({.url = question.url, .body = question.body, .max_size = sizeof(EvaluationAnswer)});
  }
  auto came = client.exchange(requests);
  std::vector<HttpAnswer> answers;
  auto next = came.begin();
  for (const auto& question : questions) {
    answers.push_back(left_out.contains(question.index) ? HttpAnswer{} : std::move(*next++));
  }
  return answers;
}

Result<EvaluatorQuestion> EvaluatorQuestion::about_identifier(const CheckSession& session,
                                                              CheckSession::ListHandle list, Timestamp now) {
  EvaluatorQuestion question;
  randombytes_buf(question.uniform_.mutable_span().data(), question.uniform_.mutable_span().size());
  auto request = session.ask_evaluators(list, question.uniform_.span(), now);
  if (!request) return tl::unexpected<Error>(request.error());
  question.request_ = std::move(*request);
  return question;
}

void EvaluatorQuestion::ask(HttpClient& client, const std::set<std::uint32_t>& left_out) {
  answers_ = post(client, request_.questions, left_out);
}

Result<void> EvaluatorQuestion::evaluate(CheckSession& session, CheckSession::ListHandle list) const {
  std::vector<EvaluatorAnswer> answers;
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    const HttpAnswer& came = answers_[i];
    answers.push_back({request_.questions[i].index, came.status, came.retry_after, came.body});
  }
  return session.evaluate(list, uniform_.span(), request_.blinded, answers);
}

std::set<std::uint32_t> EvaluatorQuestion::silent() const {
  std::set<std::uint32_t> silent;
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    if (answers_[i].timed_out) silent.insert(request_.questions[i].index);
  }
  return silent;
}

}  // namespace selfcheck::cli
