// Puts the evaluator's answers into HTTP: which answer has which status, headers and body.
#pragma once

#include <cstdint>
#include <vector>

#include "evaluator/answer_counts.h"
#include "evaluator/evaluator.h"
#include "evaluator/http_server.h"

namespace selfcheck::cli {

/// Returns the headers of every answer. Without the first, a browser's page sees not even the status.
[[nodiscard]] std::vector<HeaderField> evaluator_headers();

/// Answers a request. `GET /health` (and HEAD) gets 200 without a body. Any other request is a question, whatever its
/// path: it gets 405 unless it is a POST, else what the evaluator says. Questions are counted.
[[nodiscard]] ServerResponse answer_request(Evaluator& evaluator, AnswerCounts& counts, const ServerRequest& request,
                                            EvaluatorTime time);

/// Answers `GET /metrics` (and HEAD) with 200 and the text, and any other request with 404.
[[nodiscard]] ServerResponse answer_metrics_request(const Evaluator& evaluator, const AnswerCounts& counts,
                                                    const ServerRequest& request, const EvaluatorMetrics& metrics);

}  // namespace selfcheck::cli
