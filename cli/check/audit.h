// Audits a whole list, as anyone with its directory and its publisher's key can: everything that a check would rely on,
// for every bucket, and that nothing lies there that should not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "files/files.h"
#include "list/edition_buckets.h"
#include "list/other_editions.h"
#include "selfcheck/manifest.h"
#include "selfcheck/pins.h"
#include "selfcheck/verified_list.h"

namespace selfcheck::cli {

enum class Status {
  pass,
  warn,  // to be looked at, but no reader is misled or harmed by it
  fail,
  skip,  // can't be looked at: an earlier check failed, or it needs what is not here
};

struct Finding {
  std::string name;  // stable: a program may look for it
  Status status;
  std::string detail;
};

/// What the auditor trusts: a pin, or no more than a key.
struct AuditTrust {
  Pin pin{};
  bool key_only = false;  // only pin.keys is set
};

/// What lies in the audited directory.
enum class AuditScope {
  directory,   // the list's own
  downloaded,  // the files of the present edition, and neither their times and modes nor what else there is
};

/// Where an edition's files are.
struct EditionFiles {
  std::string file;  // the manifest's name
  std::uint64_t sequence = 0;
  Digest root{};
};

class Audit {
 public:
  Audit(fs::path directory, AuditTrust trust, Timestamp now, AuditScope scope = AuditScope::directory);

  /// Runs all checks, with a progress line. Gives the findings in the order in which they were made.
  const std::vector<Finding>& run();

  [[nodiscard]] bool passed() const;
  /// Null if there was none that could be read.
  [[nodiscard]] const Manifest* manifest() const { return manifest_ ? &*manifest_ : nullptr; }
  /// Of the present edition, if there is a manifest().
  [[nodiscard]] EditionFiles edition() const { return {manifest_name_, manifest_->sequence, manifest_->root}; }
  /// The editions before it that are sound as far as can be told: their pointers, and with them the signatures, are
  /// gone, but the manifest's name is its hash, it holds nothing besides, and all its buckets are proven by its root.
  /// By sequence; none if anything is wrong with any.
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
  std::optional<Manifest> manifest_;
  std::string manifest_name_;
  EditionBuckets buckets_;  // of the present edition
  std::vector<OtherEdition> others_;
  std::vector<EditionFiles> older_editions_;
  std::vector<Finding> findings_;
};

}  // namespace selfcheck::cli
