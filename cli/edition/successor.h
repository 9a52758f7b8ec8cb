// Makes the next edition of a list from its present one alone: with the same buckets, under the same salts, but with
// another number, other dates, texts or key. Renewal and withdrawal are such editions. No number is needed and none is
// hashed; no bucket is written or moved; and nothing becomes known of the entries that was not, since their bytes stay
// the same.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "edition/edition_pin.h"
#include "files/files.h"
#include "list/edition_changes.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "sign/secrets.h"

namespace selfcheck::cli {

/// Changes what readers are told. What is not given stays as it is.
struct TextChanges {
  fs::path file;                                             // has all of it, by language, in place of the rest
  std::optional<std::string> title, publisher, about, link;  // those of the English texts
};

struct SuccessorOptions {
  fs::path list;  // the list's directory
  fs::path secret_key;
  PasswordOptions password;
  std::vector<minisign::PublicKey> previous_keys;  // which may have signed the present edition
  std::optional<std::uint64_t> sequence;           // if not given, one more than the present edition's
  std::optional<Timestamp> published;              // if not given, now
  TextChanges texts;
  PinPlace pin;  // if nothing of it is given, and the default file is not there, no pin is written
};

struct SuccessorReport {
  Manifest manifest;
  std::string manifest_file;
  minisign::PublicKey public_key;
  std::uint64_t succeeds = 0;  // the number of the edition that it was made from
  /// Until when a device that does not hear of the new edition gives verdicts by those before; 0 if it gives none.
  Timestamp answers_until = 0;
  fs::path list;
  fs::path pin_file;  // empty if none was written
  std::vector<EditionChange> changes;
  std::size_t unpublished_removed = 0;  // how many editions that killed builds had left are gone now
};

/// Tells in what one kind of successor differs from others.
struct SuccessorRules {
  /// Whether the new edition gives verdicts. Then every bucket must be there and proven by the root, and hold what the
  /// last edition held that gave verdicts. If not, then nothing stands in its way.
  bool gives_verdicts = true;
  ChangesMeant meant;
  /// Sets `valid_until` and `withdrawn`, and for a keyed list that is reissued, `evaluation`; all else of the manifest
  /// is set before. May throw a Failure.
  std::function<void(Manifest&)> finish;
};

/// Makes, signs and publishes the new edition. The present edition must be signed with the secret key, or one of the
/// previous keys, and its manifest must be sound. Stopped or killed at any moment it leaves the present edition or the
/// new one, whole. `now` is this machine's time. Throws a Failure; the list is as it was then, unless the Failure says
/// that the edition is complete.
SuccessorReport make_successor(const SuccessorOptions& options, const SuccessorRules& rules, Timestamp now);

}  // namespace selfcheck::cli
