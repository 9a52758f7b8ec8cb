#include "evaluator/evaluator.h"

#include <algorithm>
#include <utility>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

void refuse_wrong_shares(const OpenShares& shares) {
  for (auto share = shares.begin(); share != shares.end(); ++share) {
    if (share->description.index == 0) {
      throw Failure(ExitCode::rejected, "a share with index 0 is the publisher's, and no evaluator's",
                    "it is the whole key: tell the publisher, who has to deal another one");
    }
    const auto same = [&](const OpenShare& other) { return other.public_key == share->public_key; };
    if (std::any_of(shares.begin(), share, same)) {
      throw Failure(ExitCode::rejected, "two of the shares are the same", "name each file once");
    }
  }
}

EvaluatorReply refusal(std::uint32_t status, std::optional<std::size_t> share = std::nullopt) {
  return {status, 0, share, std::nullopt};
}

std::optional<EvaluationAnswer> answer_with(const OpenShare& share, const EvaluationQuestion& question) {
  SecretBytes<32> random;
  randombytes_buf(random.mutable_span().data(), random.mutable_span().size());
  return answer_question(share.secret, question, random.span());
}

}  // namespace

Evaluator::Evaluator(OpenShares shares, std::uint32_t rate) : shares_(std::move(shares)), rate_(rate) {
  refuse_wrong_shares(shares_);
  for (std::size_t i = 0; i < shares_.size(); ++i) states_.push_back(std::make_unique<State>());
}

std::optional<std::size_t> Evaluator::find(const voprf::Element& public_key) const {
  const auto found = std::find_if(shares_.begin(), shares_.end(),
                                  [&](const OpenShare& share) { return share.public_key == public_key; });
  if (found == shares_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - shares_.begin());
}

EvaluatorReply Evaluator::reply(ByteSpan question, EvaluatorTime time) {
  if (faulty_) return refusal(500);
  const auto read = read_question(question);
  if (!read) return refusal(400);
  const auto index = find(read->share_key);
  if (!index) return refusal(404);
  const OpenShare& share = shares_[*index];
  State& state = *states_[*index];
  if (time.now > share.description.not_after) return refusal(410, index);
  const TokenBucket::Taken taken = state.bucket.take(rate_, time.monotonic_ns);
  if (!taken.allowed) return {429, taken.retry_after, index, std::nullopt};

  EvaluationQuestion copy{};
  std::copy(question.begin(), question.end(), copy.begin());
  const auto answer = answer_with(share, copy);
  if (!answer && !voprf::is_element(read->blinded)) return refusal(400, index);
  const bool to_check = state.answers++ % kAnswersPerCheck == 0;
  if (!answer || (to_check && !verify_answer(share.public_key, read->blinded, *answer))) {
    faulty_ = true;
    return refusal(500, index);
  }
  return {200, 0, index, answer};
}

void Evaluator::self_test() {
  for (const OpenShare& share : shares_) {
    voprf::Element blinded{};
    crypto_core_ristretto255_random(blinded.data());
    const auto answer = answer_with(share, write_question(share.public_key, blinded));
    if (answer && verify_answer(share.public_key, blinded, *answer)) continue;
    faulty_ = true;
  }
  fail_if_faulty();
}

void Evaluator::fail_if_faulty() const {
  if (!faulty_) return;
  throw Failure(ExitCode::system, "this machine can't be relied on: an answer came out wrong",
                "test its memory and processor, or run the evaluator on another machine");
}

std::string short_name(const OpenShare& share) { return to_hex(ByteSpan(share.public_key).first(4)); }

}  // namespace selfcheck::cli
