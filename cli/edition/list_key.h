// The key of a keyed list, as its publisher has it: what everybody may know of it (evaluation.json), and K itself,
// which is share 0 (share-0.key).
#pragma once

#include <optional>

#include "files/paths.h"
#include "selfcheck/manifest.h"
#include "share/share_file.h"
#include "terminal/password.h"

namespace selfcheck::cli {

/// evaluation.json. Throws a Failure.
[[nodiscard]] voprf::EvaluationKey read_evaluation_file(const fs::path& path);

/// What share-0.key says in clear, without its password. Throws a Failure; also if it is an evaluator's share.
[[nodiscard]] ShareDescription read_publisher_share(const fs::path& path);

/// Throws a Failure unless the share is of this key, in this split.
void fail_unless_share_of(const ShareDescription& share, const voprf::EvaluationKey& key);

/// Until when an edition of a keyed list can be valid: `wanted`, or when the shares end if that is earlier. A time that
/// was `asked_for` is not made earlier but refused, and shares that end before `published`, too. Throws a Failure;
/// prints a note if the time is made earlier.
[[nodiscard]] Timestamp valid_while_shares_last(Timestamp wanted, bool asked_for, Timestamp published,
                                                const ShareDescription& share);

/// `any 2 of 3 evaluators`
[[nodiscard]] std::string described(const voprf::EvaluationKey& key);

/// The publisher's options for the key.
struct ListKeyOptions {
  fs::path share;  // share-0.key; empty: the list is static
  PasswordOptions password;
};

/// K, between the start, when it is opened to see that it can be, and its use.
enum class ListKeyMeanwhile {
  forgotten,  // and opened again: for hours of hashing
  kept,       // for use at once: a password is asked for once
};

class ListKey {
 public:
  /// Opens it once, so that a wrong file or password is told before the work and not after it. Asks for the password if
  /// the file has one. Throws a Failure.
  ListKey(const ListKeyOptions& options, ListKeyMeanwhile meanwhile);

  [[nodiscard]] const ShareDescription& share() const { return sealed_.description; }
  /// K. If it was not kept, the file is opened again; where it can't be, and there is a terminal, that is asked to put
  /// it right, so that nothing is lost. Throws a Failure.
  [[nodiscard]] voprf::Scalar open();

 private:
  [[nodiscard]] voprf::Scalar open_file(std::string_view prompt);

  fs::path path_;
  PasswordSource password_;
  SealedShare sealed_;
  std::optional<voprf::Scalar> kept_;
};

}  // namespace selfcheck::cli
