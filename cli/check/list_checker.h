// Checks numbers against a list: the files that core's CheckSession asks for are read, and the evaluators of a keyed
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
  Reason reason;             // of could_not_tell
  double coincidence = 0.0;  // of found
};
CheckResult could_not_tell(Reason reason);

/// What others learned by one check, whatever came of it.
struct Disclosed {
  std::uint32_t bits = 0;           // of the number, to the list's host: which bucket was fetched
  std::uint64_t anonymity_set = 0;  // numbers in use that share it
  bool whole_list = false;          // all buckets were fetched: nothing about the number
  std::size_t evaluators = 0;       // were asked, and learned nothing about the number
};

/// Not thread-safe; every thread has its own.
class ListChecker {
 public:
  /// `now` is held against the list's dates. With a `pace`, which outlives it, a keyed list's evaluators are asked by
  /// way of it: before the number is hashed, for as long as it takes. Otherwise once, meanwhile.
  ListChecker(std::shared_ptr<ListSource> source, Pin pin, Timestamp now, EvaluatorPace* pace = nullptr);

  /// Verifies pointer and manifest and proves the canary: one slow hash. Nothing if all is well; otherwise no
  /// number can be checked. A pin that names an evaluator by an address relative to the page is the reason
  /// evaluators_pinned, if the list needs evaluators.
  [[nodiscard]] std::optional<Reason> open();
  /// Once open() has succeeded: one slow hash. From the web the number's bucket is fetched, or the whole list if that
  /// is at most kMaxWholeSize bytes or the bucket would make the number stand out. Returns when every request has
  /// ended, whatever is known before: who is asked must not see when it was. Throws a Failure if a signal asks to stop.
  [[nodiscard]] CheckResult check(std::string_view typed);
  /// By the last check().
  [[nodiscard]] const Disclosed& disclosed() const { return disclosed_; }
  /// Once open() has succeeded: hashes the canary anew. Whoever checks for hours does so now and then: a processor can
  /// go wrong on the way. Errors: canary_hash, out_of_memory, evaluation_key.
  [[nodiscard]] Result<void> prove_again() const;

  /// Null until the manifest is verified.
  [[nodiscard]] const Manifest* manifest() const { return manifest_; }

  /// Of all bucket files together: a list that everybody fetches whole. The page's figure.
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
