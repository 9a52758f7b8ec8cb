// The key of a keyed list, as its publisher has it: what everybody may know of it (evaluation.json), and K itself,
// which is share 0 (share-0.key).
#pragma once

#include "base/locked.h"
#include "files/paths.h"
#include "selfcheck/manifest.h"
#include "share/share_file.h"
#include "terminal/password.h"

namespace selfcheck::cli {

/// Reads evaluation.json. Throws a Failure if the file can't be read, or is something else.
[[nodiscard]] voprf::EvaluationKey read_evaluation_file(const fs::path& path);

/// Reads what share-0.key says in clear, without its password. Throws a Failure if the file can't be read, or is an
/// evaluator's share.
[[nodiscard]] ShareDescription read_publisher_share(const fs::path& path);

/// Throws a Failure unless the share is of this key, in this split.
void fail_unless_share_of(const ShareDescription& share, const voprf::EvaluationKey& key);

/// Returns until when an edition of a keyed list can be valid: until `wanted`, or until the shares end if that is
/// earlier. A time that was `asked_for` is not made earlier but refused, and so are shares that end before `published`.
/// Throws a Failure where it refuses; prints a note where it makes the time earlier.
[[nodiscard]] Timestamp valid_while_shares_last(Timestamp wanted, bool asked_for, Timestamp published,
                                                const ShareDescription& share);

/// Says whose answers a check needs: `any 2 of 3 evaluators`.
[[nodiscard]] std::string described(const voprf::EvaluationKey& key);

/// The publisher's options for the key of a keyed list.
struct ListKeyOptions {
  fs::path share;  // share-0.key; empty if the list is static
  PasswordOptions password;
};

/// What becomes of K between the start, when it is opened to see that it can be, and its use.
enum class ListKeyMeanwhile {
  forgotten,  // it is opened again to be used, as is right for hours of hashing
  kept,       // it stays in memory for use at once: a password is asked for once
};

class ListKey {
 public:
  /// Opens K once, so that a wrong file or password is told before the work and not after it. It asks for the password
  /// if the file has one. Throws a Failure if K can't be opened.
  ListKey(const ListKeyOptions& options, ListKeyMeanwhile meanwhile);

  [[nodiscard]] const ShareDescription& share() const { return sealed_.description; }
  /// Returns K. If it was not kept, the file is opened again; where that can't be done, and there is a terminal, it
  /// asks there to put that right, so that nothing is lost. Throws a Failure if there is no terminal, or a signal asks
  /// to stop.
  [[nodiscard]] Locked<voprf::Scalar> open();

 private:
  [[nodiscard]] voprf::Scalar open_file(std::string_view prompt);

  fs::path path_;
  PasswordSource password_;
  SealedShare sealed_;
  Locked<voprf::Scalar> kept_;  // null unless it is kept
};

}  // namespace selfcheck::cli
