#include "evaluator/service.h"

#include <string>

namespace selfcheck::cli {
namespace {

bool asks_for(const ServerRequest& request, std::string_view path) {
  return (request.method == "GET" || request.method == "HEAD") && request.path == path;
}

}  // namespace

std::vector<HeaderField> evaluator_headers() {
  return {
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Expose-Headers", "Retry-After"},  // a page could not read that header otherwise
      {"Cache-Control", "no-store"},
      {"Cross-Origin-Resource-Policy", "cross-origin"},
  };
}

ServerResponse answer_request(Evaluator& evaluator, AnswerCounts& counts, const ServerRequest& request,
                              EvaluatorTime time) {
  if (asks_for(request, "/health")) return {};
  if (request.method != "POST") {
    counts.add(405, std::nullopt);
    return {405, {{"Allow", "POST"}}, {}};
  }
  const EvaluatorReply reply = evaluator.reply(request.body, time);
  counts.add(reply.status, reply.share);
  ServerResponse response{reply.status, {}, {}};
  if (reply.status == 429) response.headers.push_back({"Retry-After", std::to_string(reply.retry_after)});
  if (reply.body) {
    response.headers.push_back({"Content-Type", "application/octet-stream"});
    response.body.assign(reply.body->begin(), reply.body->end());
  }
  return response;
}

ServerResponse answer_metrics_request(const Evaluator& evaluator, const AnswerCounts& counts,
                                      const ServerRequest& request, const EvaluatorMetrics& metrics) {
  if (!asks_for(request, "/metrics")) return {404, {}, {}};
  const std::string text = metrics_text(evaluator, counts, metrics);
  return {200, {{"Content-Type", "text/plain; version=0.0.4"}}, Bytes(text.begin(), text.end())};
}

}  // namespace selfcheck::cli
