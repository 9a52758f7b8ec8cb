// Audits a whole list, as anyone can who has its directory and its publisher's key. It looks at everything that a check
// would rely on, for every bucket, and at whether anything lies there that should not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "files/files.h"
#include "list/edition_buckets.h"
#include "list/other_editions.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "selfcheck/pins.h"
#include "selfcheck/verified_list.h"

namespace selfcheck::cli {

enum class Status {
  pass,
  warn,  // somebody should look at it, but no reader is misled or harmed by it
  fail,
  skip,  // it can't be looked at: an earlier check failed, or it needs what is not here
};

struct Finding {
  std::string name;  // stays the same, since a program may look for it
  Status status;
  std::string detail;
};

/// What the auditor trusts: a pin, or no more than a key.
struct AuditTrust {
  Pin pin{};
  bool key_only = false;  // whether only pin.keys is set
};

/// What lies in the audited directory.
enum class AuditScope {
  directory,   // the list's own directory
  downloaded,  // only the present edition's files, whose times and modes say nothing
};

/// Says where an edition's files are.
struct EditionFiles {
  std::string file;  // the manifest's name
  std::uint64_t sequence = 0;
  Digest root{};
};

class Audit {
 public:
  Audit(fs::path directory, AuditTrust trust, Timestamp now, AuditScope scope = AuditScope::directory);

  /// Runs all checks, with a progress line. Returns the findings in the order in which they were made.
  const std::vector<Finding>& run();

  [[nodiscard]] bool passed() const;
  /// Returns the present edition's manifest, or null if there was none that could be read and verified.
  [[nodiscard]] const Manifest* manifest() const { return manifest_ ? &*manifest_ : nullptr; }
  /// Returns the key that has signed the pointer, or nothing if no trusted one has.
  [[nodiscard]] const std::optional<minisign::PublicKey>& signer() const { return signer_; }
  /// Returns where the present edition's files are. There must be a manifest().
  [[nodiscard]] EditionFiles edition() const { return {manifest_name_, manifest_->sequence, manifest_->root}; }
  /// Returns the editions before the present one that are sound as far as can be told: their pointers, and with them
  /// the signatures, are gone, but the manifest's name is its hash, it holds nothing besides, and all its buckets are
  /// proven by its root. They are sorted by sequence; there are none if anything is wrong with any.
  [[nodiscard]] const std::vector<EditionFiles>& older_editions() const { return older_editions_; }

 private:
  void pass(std::string name, std::string detail);
  void warn(std::string name, std::string detail);
  void fail(std::string name, std::string detail);
  void skip(std::string name, std::string why = "needs what failed above");

  [[nodiscard]] std::optional<VerifiedPointer> check_pointer();
  void check_manifest(const VerifiedPointer& pointer);
  void check_freshness();
  void check_canary();
  void check_evaluation();
  void check_pinned_evaluators();
  void check_buckets();
  void check_times_and_modes();
  [[nodiscard]] std::vector<std::string> faults_of(const OtherEdition& edition) const;
  void check_directory();
  void check_older_editions();
  void check_other_files();
  [[nodiscard]] std::vector<std::string> strange_editions(std::uint64_t& older) const;
  [[nodiscard]] std::uint64_t buckets_below(const Digest& root) const;

  fs::path directory_;
  AuditTrust trust_;
  Timestamp now_;
  AuditScope scope_;
  std::optional<minisign::PublicKey> signer_;
  std::optional<Manifest> manifest_;
  std::string manifest_name_;
  EditionBuckets buckets_;  // those of the present edition
  std::vector<OtherEdition> others_;
  std::vector<EditionFiles> older_editions_;
  std::vector<Finding> findings_;
};

}  // namespace selfcheck::cli
