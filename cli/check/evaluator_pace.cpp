#include "check/evaluator_pace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

#include "base/wording.h"
#include "check/evaluator_question.h"

namespace selfcheck::cli {
namespace {

using std::chrono::seconds;

// How long to wait after a 429 or 503 that does not say how long.
constexpr seconds kUnsaidWait{10};
// How long to wait after the first try that too few have answered; it is twice as long after each further one.
constexpr seconds kFirstWait{1};
constexpr auto kLookInterval = std::chrono::milliseconds(100);
// How long an evaluator is not asked that let a question time out: it would hold up every number for as long as that
// takes.
constexpr std::chrono::minutes kRest{5};

bool is_busy(const Error& error) { return error.code == ErrorCode::evaluators_busy; }

// Whether another try can mend the error.
bool may_pass(const Error& error) {
  return error.code == ErrorCode::evaluators_unreachable || error.code == ErrorCode::evaluation_invalid;
}

}  // namespace

EvaluatorPace::EvaluatorPace(seconds max_wait, std::function<void()> look_around)
    : max_wait_(max_wait), look_around_(std::move(look_around)) {}

std::optional<Reason> EvaluatorPace::evaluate(CheckSession& session, CheckSession::ListHandle list, Timestamp now) {
  const std::lock_guard turn(turn_);
  Effort effort;
  while (true) {
    look_around_();
    if (given_up_) return given_up_;
    const auto done = try_once(session, list, now);
    if (done) return std::nullopt;
    const Error& error = done.error();
    const auto next_wait = wait_after(error, effort);
    if (next_wait) {
      wait(*next_wait, error);
      continue;
    }
    Reason reason = reason_from(error);
    if (is_busy(error)) {
      reason.message += fmt::format("; waited {} for it", duration(static_cast<double>(effort.waited.count())));
      reason.advice = "check the rest of the file later, or allow a longer --max-wait";
    } else if (may_pass(error)) {
      reason.message += fmt::format(", in {} tries", effort.unanswered);
      reason.advice = "check the rest of the file later";
    } else if (error.code != ErrorCode::evaluation_ended) {
      return reason;  // it lies with this number or this moment, and not with what the evaluators said
    }
    given_up_ = reason;
  }
}

Result<void> EvaluatorPace::try_once(CheckSession& session, CheckSession::ListHandle list, Timestamp now) {
  auto question = EvaluatorQuestion::about_identifier(session, list, now);
  if (!question) return tl::unexpected<Error>(question.error());
  question->ask(client_, resting());
  auto evaluated = question->evaluate(session, list);
  if (!evaluated) {
    silent_until_.clear();  // those that were silent may be needed
    return evaluated;
  }
  for (const std::uint32_t index : question->silent()) silent_until_[index] = Clock::now() + kRest;
  return {};
}

std::set<std::uint32_t> EvaluatorPace::resting() {
  std::erase_if(silent_until_, [now = Clock::now()](const auto& silent) { return silent.second <= now; });
  std::set<std::uint32_t> indices;
  for (const auto& [index, until] : silent_until_) indices.insert(index);
  return indices;
}

std::optional<seconds> EvaluatorPace::wait_after(const Error& error, Effort& effort) const {
  const seconds left = max_wait_ - effort.waited;
  seconds next{0};
  if (is_busy(error)) {
    next = error.number == 0 ? kUnsaidWait : seconds(error.number);
    if (next > left) return std::nullopt;
  } else {
    if (!may_pass(error) || ++effort.unanswered == kTries) return std::nullopt;
    next = std::min(left, kFirstWait * (1 << (effort.unanswered - 1)));
  }
  effort.waited += next;
  return next;
}

void EvaluatorPace::wait(seconds time, const Error& error) {
  const Clock::time_point until = Clock::now() + time;
  const auto tell = [this](std::string what, Clock::time_point end) {
    const std::lock_guard lock(waiting_mutex_);
    waiting_for_ = std::move(what);
    waiting_until_ = end;
  };
  tell(is_busy(error) ? "as the evaluators ask" : "for evaluators that gave no good answer", until);
  while (Clock::now() < until) {
    look_around_();
    std::this_thread::sleep_for(std::min<Clock::duration>(kLookInterval, until - Clock::now()));
  }
  tell({}, {});
}

std::optional<Reason> EvaluatorPace::given_up() const {
  const std::lock_guard turn(turn_);
  return given_up_;
}

std::string EvaluatorPace::waiting() const {
  const std::lock_guard lock(waiting_mutex_);
  if (waiting_for_.empty()) return {};
  const std::chrono::duration<double> left = waiting_until_ - Clock::now();
  return fmt::format("waiting {} {}", duration(std::ceil(std::max(0.0, left.count()))), waiting_for_);
}

}  // namespace selfcheck::cli
