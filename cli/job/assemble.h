// The last stage of a job: from numbers and tags to a signed list in its directory. Needs no network, and 512 MiB of
// memory at most.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "edition/edition_pin.h"
#include "job/job_directory.h"
#include "list/edition_changes.h"
#include "selfcheck/minisign.h"
#include "sign/secrets.h"

namespace selfcheck::cli {

struct AssembleOptions {
  fs::path secret_key;
  PasswordOptions password;
  fs::path out;
  unsigned threads = 0;
  bool prune = false;
  ChangesMeant changes_meant;
  bool new_list = false;                           // another list in the directory of one whose pointer is gone
  std::vector<minisign::PublicKey> previous_keys;  // that may have signed the present edition
  PinPlace pin;
};

struct AssembleReport {
  Manifest manifest;
  std::string manifest_file;
  minisign::PublicKey public_key;
  std::uint64_t hashed_again = 0;  // of the numbers, before anything was signed (sample.h)
  fs::path out;
  fs::path pin_file;
  std::vector<EditionChange> changes;  // none if it is the first edition
  std::size_t editions_removed = 0;
  std::size_t unpublished_removed = 0;  // of builds that were killed
};

/// Refuses until every chunk is there, once, whole and of this plan, made by a worker that proved the canary. A sample
/// is hashed again; every bucket is read back and asked for every entry; only then the key is opened and the list
/// signed. Results of a worker that got another hash than this machine are removed, so that `hash` makes them again.
/// Throws a Failure; nothing that a reader can see changes before the last step.
AssembleReport assemble(const Job& job, const AssembleOptions& options, const Clock& clock);

}  // namespace selfcheck::cli
