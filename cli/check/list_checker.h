// Checks numbers against a list. The files that core's CheckSession asks for are read, and the evaluators of a keyed
// list asked, while the number is hashed.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "check/evaluator_pace.h"
#include "check/list_source.h"
#include "check/reason.h"
#include "selfcheck/check_session.h"

namespace selfcheck::cli {

struct CheckResult {
  Outcome outcome = Outcome::could_not_tell;
  Reason reason;             // if the outcome is could_not_tell
  double coincidence = 0.0;  // if it is found: how many of such answers are coincidences, as a fraction of 1
};
CheckResult could_not_tell(Reason reason);

/// What others learned by one check, whatever came of it.
struct Disclosed {
  std::uint32_t bits = 0;           // of the number, told to the list's host by the bucket that was fetched
  std::uint64_t anonymity_set = 0;  // how many numbers in use share these bits
  bool whole_list = false;          // whether all buckets were fetched, which tells nothing about the number
  std::size_t evaluators = 0;       // how many were asked; they learned nothing about the number
};

/// This is not thread-safe: every thread has its own.
class ListChecker {
 public:
  /// `now` is held against the list's dates. With a `pace`, which must outlive this object, a keyed list's evaluators
  /// are asked by way of it: before the number is hashed, for as long as it takes. Without one they are asked once,
  /// while the number is hashed.
  ListChecker(std::shared_ptr<ListSource> source, Pin pin, Timestamp now, EvaluatorPace* pace = nullptr);

  /// Verifies pointer and manifest and proves the canary, which takes one slow hash. Returns nothing if all is well,
  /// and otherwise why no number can be checked. If the list needs evaluators, and the pin names one by an address
  /// relative to the page, the reason is evaluators_pinned.
  [[nodiscard]] std::optional<Reason> open();
  /// Checks a number, once open() has succeeded, which takes one slow hash. From the web the number's bucket is
  /// fetched, or the whole list if that is at most kMaxWholeSize bytes or the bucket would make the number stand out.
  /// Returns when every request has ended, whatever is known before: who is asked must not see when it was. Throws a
  /// Failure if a signal asks to stop.
  [[nodiscard]] CheckResult check(std::string_view typed);
  /// Returns what others learned by the last check().
  [[nodiscard]] const Disclosed& disclosed() const { return disclosed_; }
  /// Hashes the canary anew, once open() has succeeded. Whoever checks for hours does so now and then, since a
  /// processor can go wrong on the way. Errors: canary_hash, out_of_memory, evaluation_key.
  [[nodiscard]] Result<void> prove_again() const;

  /// Returns the list's manifest, or null until open() has succeeded.
  [[nodiscard]] const Manifest* manifest() const { return manifest_; }

  /// A list whose bucket files have at most so many bytes in all is fetched whole by everybody. The page has the same
  /// figure.
  static constexpr std::uint64_t kMaxWholeSize = 100'000;

 private:
  [[nodiscard]] CheckResult check_identifier();
  [[nodiscard]] std::optional<Reason> disclose(const BucketRequest& request);
  [[nodiscard]] ListFile read_bucket(const BucketRequest& request) const;
  [[nodiscard]] ListFile read_whole(std::uint32_t wanted) const;

  std::shared_ptr<ListSource> source_;
  Kind kind_;
  Timestamp now_;
  EvaluatorPace* pace_;
  bool relative_evaluators_;
  CheckSession session_;
  CheckSession::ListHandle list_;
  const Manifest* manifest_ = nullptr;
  Disclosed disclosed_;
};

}  // namespace selfcheck::cli
