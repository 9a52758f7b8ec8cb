// Requests that an evaluator answers one after the other: through the function that libmicrohttpd's callbacks call,
// with whatever method, path, body and time. A model says which status each gets, and when whoever is refused may come
// again.
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

// A second token bucket, from what token_bucket.h says. Its clock counts thousand-millionths of answers, as many as
// there could have been; it keeps two moments, at which the bucket will be full and the line of the refused at its end.
class Pace {
 public:
  explicit Pace(std::uint64_t rate) : rate_(rate) {}

  // Returns 0 if the question is to be answered, or else in how many seconds to come again.
  std::uint64_t take(std::uint64_t now_ns) {
    constexpr std::uint64_t kAnswer = 1'000'000'000, kBurstSeconds = 2, kLongest = 60;
    const std::uint64_t second = rate_ * kAnswer, now = now_ns * rate_;
    full_ = std::max(full_, now);
    line_ = std::max(line_, now);
    if (full_ + kAnswer <= now + kBurstSeconds * second) {
      full_ += kAnswer;
      return 0;
    }
    const std::uint64_t seconds = 1 + (line_ - now) / second;
    line_ = std::min(line_ + kAnswer, now + kLongest * second);
    return std::min(seconds, kLongest);
  }

 private:
  std::uint64_t rate_, full_ = 0, line_ = 0;
};

// An evaluator, and what is known of it.
struct Model {
  explicit Model(std::uint32_t rate) : evaluator(deal(), rate), paces(2, Pace(rate)) {}

  Evaluator evaluator;
  AnswerCounts counts{2};
  std::vector<Pace> paces;  // of each share
  std::uint64_t asked = 0;
};

struct Expected {
  std::uint32_t status = 0;
  std::uint64_t retry_after = 0;
};

// Says what a question's answer is. The first that fits holds, as evaluator.h says, and what is no element takes its
// place in the bucket all the same.
Expected expected_of_question(Model& model, ByteSpan body, EvaluatorTime time) {
  const auto question = read_question(body);
  if (!question) return {400};
  const OpenShares& shares = model.evaluator.shares();
  const auto share = std::ranges::find(shares, question->share_key, &OpenShare::public_key);
  if (share == shares.end()) return {404};
  if (time.now > kEnd) return {410};
  const auto index = static_cast<std::size_t>(share - shares.begin());
  if (const std::uint64_t seconds = model.paces[index].take(time.monotonic_ns); seconds != 0) return {429, seconds};
  return {voprf::is_element(question->blinded) ? 200U : 400U};
}

std::string header_of(const ServerResponse& answer, std::string_view name) {
  for (const HeaderField& field : answer.headers) {
    EXPECT(field.value.find_first_of("\r\n") == std::string::npos);
    if (field.name == name) return field.value;
  }
  return {};
}

void ask(Model& model, const ServerRequest& request, EvaluatorTime time) {
  const ServerResponse answer = answer_request(model.evaluator, model.counts, request, time);
  const bool health = (request.method == "GET" || request.method == "HEAD") && request.path == "/health";
  const Expected expected = health                     ? Expected{200}
                            : request.method != "POST" ? Expected{405}
                                                       : expected_of_question(model, request.body, time);
  model.asked += health ? 0 : 1;
  EXPECT(answer.status == expected.status);
  EXPECT(header_of(answer, "Retry-After") == (expected.retry_after == 0 ? "" : std::to_string(expected.retry_after)));
  if (expected.retry_after != 0) EXPECT(retry_after_seconds(header_of(answer, "Retry-After")) == expected.retry_after);
  EXPECT(header_of(answer, "Allow") == (expected.status == 405 ? "POST" : ""));
  EXPECT(answer.body.empty() == (expected.status != 200 || health));
  if (!answer.body.empty()) {
    const auto question = read_question(request.body);
    EXPECT(verify_answer(question->share_key, question->blinded, answer.body).has_value());
  }
  expect_tells_no_secret(model.evaluator, answer.body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int kKnown = use_known_random_bytes();
  EXPECT(kKnown == 0);
  fuzz::Input input(data, size);
  Model model(1 + input.below(4));
  EvaluatorTime time{kEnd - 2, 1};
  for (int i = 0; i < 16 && !input.empty(); ++i) {
    static const std::string kMethods[] = {"POST", "POST", "POST", "GET", "HEAD", "OPTIONS"};
    static const std::string kPaths[] = {"/", "/health", "/metrics"};
    const std::uint32_t m = input.below(8), p = input.below(4);
    const std::string method = m < std::size(kMethods) ? kMethods[m] : input.text();
    const std::string path = p < std::size(kPaths) ? kPaths[p] : input.text();
    const std::uint32_t share = input.below(3), point = input.below(static_cast<std::uint32_t>(points().size()));
    const voprf::Element key = share < 2 ? model.evaluator.shares()[share].public_key : points()[0];
    const EvaluationQuestion question = write_question(key, points()[point]);
    const bool damaged = input.below(4) == 0;
    const Bytes body = damaged ? fuzz::edited(question, input) : Bytes(question.begin(), question.end());
    // Mostly a request comes once, and else up to 65 times at one moment.
    const std::uint8_t more = input.byte();
    time.now += input.below(2);
    time.monotonic_ns += input.number(4);
    for (int times = more < 192 ? 1 : more - 190; times > 0; --times) ask(model, {method, path, body}, time);
  }
  std::uint64_t counted = 0;
  for (const std::uint32_t status : AnswerCounts::kStatuses) counted += model.counts.total(status);
  EXPECT(counted == model.asked && model.counts.total(500) == 0);
  const ServerResponse metrics =
      answer_metrics_request(model.evaluator, model.counts, {"GET", "/metrics", {}}, {1, time.now, 1});
  EXPECT(metrics.status == 200);
  expect_tells_no_secret(model.evaluator, metrics.body);
  return 0;
}
