// The last stage of a job makes a signed list in its directory from numbers and tags. It needs no network, and 512 MiB
// of memory at most.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "edition/edition_pin.h"
#include "edition/list_key.h"
#include "job/job_directory.h"
#include "list/edition_changes.h"
#include "list/list_writer.h"
#include "list/present_edition.h"
#include "selfcheck/minisign.h"
#include "sign/signer.h"

namespace selfcheck::cli {

/// What the edition shall have in the place of what the plan says, which may have been made long before.
struct PlanChanges {
  std::optional<std::uint64_t> sequence;
  std::optional<Timestamp> published;
  std::optional<std::uint32_t> valid_days;  // counted from `published`
  std::optional<Timestamp> valid_until;     // takes the place of days
};

struct AssembleOptions {
  fs::path secret_key;
  PasswordOptions password;
  fs::path out;
  unsigned threads = 0;  // for the sample and a keyed list's tags; 0 is as many as the machine carries
  bool prune = false;
  PlanChanges plan_changes;
  ChangesMeant changes_meant;
  std::vector<minisign::PublicKey> previous_keys;  // old keys, one of which may have signed the present edition
  ListKeyOptions list_key;                         // given for a keyed list, and for no other
  PinPlace pin;                                    // its `new_list` allows another list where a list's pointer is gone
};

struct AssembleReport {
  Manifest manifest;
  std::string manifest_file;
  minisign::PublicKey public_key;
  std::uint64_t hashed_again = 0;  // how many numbers were hashed a second time before anything was signed (sample.h)
  fs::path out;
  fs::path pin_file;
  std::vector<EditionChange> changes;  // none if this is the first edition
  std::size_t editions_removed = 0;
  std::size_t unpublished_removed = 0;  // editions of builds that were killed
};

/// The list's directory that an edition goes to: it is locked, and its present edition is known.
class Destination {
 public:
  /// Throws a Failure if paths are misplaced, another build is at work there, or the directory holds anything but a
  /// list that `key` may continue.
  /// `share` is the publisher's share of a keyed list's key, and must outlive this; null for a static list.
  Destination(const AssembleOptions& options, const minisign::PublicKey& key, const ShareDescription* share);

  /// Is called before anything slow. Makes the edition that `plan` would be here, at the time `now`, shows what it
  /// changes for readers, and looks for everything that would stop it at the end. `now` must not lie before the time at
  /// which the job was prepared, unless the plan or the options have the edition's date. Throws a Failure.
  void admit(const JobPlan& plan, Timestamp now);
  /// Returns the manifest of that edition. It lacks the root, and the canary's hash if the plan had none yet.
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] const std::vector<EditionChange>& changes() const { return changes_; }

  [[nodiscard]] const fs::path& out() const { return out_; }
  [[nodiscard]] const fs::path& pin_file() const { return pin_file_; }
  [[nodiscard]] const PresentEdition& present() const { return present_; }
  [[nodiscard]] ListWriter& writer() { return writer_; }

 private:
  AssembleOptions options_;
  minisign::PublicKey key_;
  const ShareDescription* share_;
  fs::path out_;
  fs::path pin_file_;
  ListWriter writer_;
  PresentEdition present_;
  Manifest manifest_;
  std::vector<EditionChange> changes_;
};

/// Assembles the list. Refuses until every chunk is there, once, whole and of this plan, made by a worker that proved
/// the canary. A sample is hashed again, and every bucket is read back and asked for every entry; only then is the
/// signing key opened and the list signed. Results of a worker that got another hash than this machine are removed, so
/// that `hash` makes them again. `to` must have admitted the plan. `list_key` is a keyed list's key, which is opened
/// and held until the buckets are read back; it is null for a static list. Throws a Failure; nothing that a reader can
/// see changes before the last step.
AssembleReport assemble(const Job& job, Destination& to, Signer& signer, ListKey* list_key,
                        const AssembleOptions& options);

/// Whether the job's edition is the one that the directory shows.
[[nodiscard]] bool is_published(const Job& job, const Destination& to);
/// Finishes a job whose edition is published, but whose program was killed then: clears away what that program left,
/// and writes the pin. Throws a Failure, also if another key has signed the edition.
AssembleReport finish_published(Destination& to, const AssembleOptions& options, const minisign::PublicKey& key);

/// Does what `job assemble` does: opens the key and the destination, and assembles.
AssembleReport assemble_job(const Job& job, const AssembleOptions& options, const Clock& clock);

}  // namespace selfcheck::cli
