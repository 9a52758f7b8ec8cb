// Asks a keyed list's evaluators about many numbers, about one after the other, whichever thread has it, and as fast as
// they allow.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "check/reason.h"
#include "remote/https.h"
#include "selfcheck/check_session.h"

namespace selfcheck::cli {

/// Every function may be called from any thread.
class EvaluatorPace {
 public:
  /// `max_wait` is how long it may wait between tries for one number, in all. `look_around` is called before each
  /// question, and several times a second while there is nothing to do but wait. What it throws ends the wait.
  EvaluatorPace(std::chrono::seconds max_wait, std::function<void()> look_around);

  /// Asks about the identifier that the session has, when it is its turn, and hands the answers to the session. If the
  /// evaluators are busy, it waits for as long as they say and asks anew. If too few answer, it tries again, up to
  /// kTries times. When that was of no use, or they no longer have the key, nobody is asked any more: this call and all
  /// that come later return the reason. Returns nothing if the session has its evaluation. Throws what `look_around`
  /// throws, and a Failure if a signal asks to stop.
  [[nodiscard]] std::optional<Reason> evaluate(CheckSession& session, CheckSession::ListHandle list, Timestamp now);

  /// Returns why nobody is asked any more, or nothing if that is not so.
  [[nodiscard]] std::optional<Reason> given_up() const;
  /// Says in words what it waits for and how long yet; empty if it does not wait.
  [[nodiscard]] std::string waiting() const;

  static constexpr unsigned kTries = 5;

 private:
  using Clock = std::chrono::steady_clock;
  /// What has been done for one number so far.
  struct Effort {
    unsigned unanswered = 0;  // tries to which too few good answers came
    std::chrono::seconds waited{0};
  };

  [[nodiscard]] Result<void> try_once(CheckSession& session, CheckSession::ListHandle list, Timestamp now);
  /// Returns how long to wait before the next try, or nothing if there shall be none.
  [[nodiscard]] std::optional<std::chrono::seconds> wait_after(const Error& error, Effort& effort) const;
  void wait(std::chrono::seconds time, const Error& error);
  [[nodiscard]] std::set<std::uint32_t> resting();

  const std::chrono::seconds max_wait_;
  const std::function<void()> look_around_;

  mutable std::mutex turn_;  // guards the three members that follow
  HttpClient client_;
  std::optional<Reason> given_up_;
  std::map<std::uint32_t, Clock::time_point> silent_until_;  // which evaluators, by index, are not asked until when

  mutable std::mutex waiting_mutex_;  // guards the two members that follow
  std::string waiting_for_;
  Clock::time_point waiting_until_;
};

}  // namespace selfcheck::cli
