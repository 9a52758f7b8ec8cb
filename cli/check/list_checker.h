// Checks numbers against a list in a directory: the files that core's CheckSession asks for, read from the disk.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "files/files.h"
#include "selfcheck/check_session.h"

namespace selfcheck::cli {

/// Why there is no verdict: an error of the core, or a file that can't be had (`file_missing`, `file_too_large`,
/// `file_unreadable`).
struct Reason {
  std::string code;
  std::string message;
  std::string advice;  // may be empty
};
Reason reason_from(const Error& error);

struct CheckResult {
  Outcome outcome = Outcome::could_not_tell;
  Reason reason;             // of could_not_tell
  double coincidence = 0.0;  // of found
};
CheckResult could_not_tell(Reason reason);

/// Not thread-safe; every thread has its own.
class ListChecker {
 public:
  /// `now` is held against the list's dates.
  ListChecker(fs::path directory, Pin pin, Timestamp now);

  /// Verifies pointer and manifest and proves the canary: one slow hash. Nothing if all is well; otherwise no
  /// number can be checked.
  [[nodiscard]] std::optional<Reason> open();
  /// Once open() has succeeded: one slow hash.
  [[nodiscard]] CheckResult check(std::string_view typed);
  /// Once open() has succeeded: hashes the canary anew. Whoever checks for hours does so now and then: a processor can
  /// go wrong on the way. Errors: canary_hash, out_of_memory.
  [[nodiscard]] Result<void> prove_again() const;

  /// Null until the manifest is verified.
  [[nodiscard]] const Manifest* manifest() const { return manifest_; }

 private:
  [[nodiscard]] tl::expected<Bytes, Reason> read(const std::string& name, std::size_t max_size) const;

  fs::path directory_;
  Kind kind_;
  Timestamp now_;
  CheckSession session_;
  CheckSession::ListHandle list_;
  const Manifest* manifest_ = nullptr;
};

}  // namespace selfcheck::cli
