// Requests that an evaluator answers one after the other: through the function that libmicrohttpd's callbacks call,
// with whatever method, path, body and time. A model says which status each gets.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "evaluator/service.h"
#include "expect.h"
#include "input.h"
#include "remote/retry_after.h"
#include "selfcheck/evaluator.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

constexpr Timestamp kEnd = 1'800'000'000;

// The same random bytes each time, so that an answer's arithmetic is remembered.
int use_known_random_bytes() {
  static randombytes_implementation known{};
  known.implementation_name = [] { return "known"; };
  known.uniform = [](std::uint32_t) { return std::uint32_t{0}; };
  known.buf = [](void* to, std::size_t size) { std::memset(to, 4, size); };
  return randombytes_set_implementation(&known);
}

OpenShares deal() {
  const auto scalar = [](std::uint8_t fill) {
    ByteArray<64> uniform{};
    uniform.fill(fill);
    return voprf::scalar_from_uniform(uniform);
  };
  const voprf::Scalar coefficient = scalar(3);
  auto dealt = voprf::deal(scalar(2), std::span(&coefficient, 1), 2);
  EXPECT(dealt);
  OpenShares shares;
  for (std::uint32_t i = 1; i <= 2; ++i) {
    OpenShare& share = shares.emplace_back();
    share.description = {i, dealt->key, kEnd};
    share.public_key = voprf::share_public_key(dealt->key, i).value();
    share.secret = std::move(dealt->shares[i - 1]);
  }
  return shares;
}

// A few points to ask about, and what is no point.
std::vector<voprf::Element> make_points() {
  std::vector<voprf::Element> points;
  for (std::uint8_t fill = 1; fill <= 4; ++fill) {
    ByteArray<64> uniform{};
    uniform.fill(fill);
    crypto_core_ristretto255_from_hash(points.emplace_back().data(), uniform.data());
  }
  points.emplace_back();
  points.emplace_back().fill(0xFF);
  return points;
}

const std::vector<voprf::Element>& points() {
  static const std::vector<voprf::Element> kPoints = make_points();
  return kPoints;
}

void expect_tells_no_secret(const Evaluator& evaluator, ByteSpan bytes) {
  for (const OpenShare& share : evaluator.shares()) {
    const ByteSpan secret = share.secret.span();
    EXPECT(std::search(bytes.begin(), bytes.end(), secret.begin(), secret.end()) == bytes.end());
    EXPECT(as_text(bytes).find(to_hex(secret)) == std::string_view::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int kKnown = use_known_random_bytes();
  EXPECT(kKnown == 0);
  fuzz::Input input(data, size);
  Evaluator evaluator(deal(), 1 + input.below(4));
  AnswerCounts counts(evaluator.shares().size());
  std::uint64_t asked = 0;
  EvaluatorTime time{kEnd - 2, 1};
  for (int i = 0; i < 16 && !input.empty(); ++i) {
    static const std::string kMethods[] = {"POST", "POST", "POST", "GET", "HEAD", "OPTIONS"};
    static const std::string kPaths[] = {"/", "/health", "/metrics"};
    const std::uint32_t m = input.below(8), p = input.below(4);
    const std::string method = m < std::size(kMethods) ? kMethods[m] : input.text();
    const std::string path = p < std::size(kPaths) ? kPaths[p] : input.text();
    const std::uint32_t share = input.below(3), point = input.below(static_cast<std::uint32_t>(points().size()));
    const voprf::Element key = share < 2 ? evaluator.shares()[share].public_key : points()[0];
    const EvaluationQuestion question = write_question(key, points()[point]);
    const bool damaged = input.below(4) == 0;
    const Bytes body = damaged ? fuzz::edited(question, input) : Bytes(question.begin(), question.end());
    time.now += input.below(2);
    time.monotonic_ns += input.number(4);

    const ServerResponse answer = answer_request(evaluator, counts, {method, path, body}, time);
    const bool health = (method == "GET" || method == "HEAD") && path == "/health";
    const auto read = read_question(body);
    std::optional<std::size_t> asks;
    for (std::size_t s = 0; read && s < 2; ++s) {
      if (read->share_key == evaluator.shares()[s].public_key) asks = s;
    }
    const std::uint32_t expected = health                             ? 200
                                   : method != "POST"                 ? 405
                                   : !read                            ? 400
                                   : !asks                            ? 404
                                   : time.now > kEnd                  ? 410
                                   : answer.status == 429             ? 429
                                   : voprf::is_element(read->blinded) ? 200
                                                                      : 400;
    EXPECT(answer.status == expected);
    asked += health ? 0 : 1;
    EXPECT(answer.body.empty() == (answer.status != 200 || health));
    if (!answer.body.empty()) EXPECT(verify_answer(read->share_key, read->blinded, answer.body).has_value());
    for (const HeaderField& field : answer.headers) {
      EXPECT(field.value.find_first_of("\r\n") == std::string::npos);
      if (std::string_view(field.name) != "Retry-After") continue;
      const std::uint32_t seconds = retry_after_seconds(field.value);
      EXPECT(answer.status == 429 && seconds >= 1 && seconds <= TokenBucket::kLongestWait);
    }
    EXPECT((answer.status == 429) ==
           (answer.headers.size() == 1 && std::string_view(answer.headers[0].name) == "Retry-After"));
    expect_tells_no_secret(evaluator, answer.body);
  }
  std::uint64_t counted = 0;
  for (const std::uint32_t status : AnswerCounts::kStatuses) counted += counts.total(status);
  EXPECT(counted == asked && counts.total(500) == 0);
  const ServerResponse metrics = answer_metrics_request(evaluator, counts, {"GET", "/metrics", {}}, {1, time.now, 1});
  EXPECT(metrics.status == 200);
  expect_tells_no_secret(evaluator, metrics.body);
  return 0;
}
