// This part of an audit reads the bucket files of the present edition, and of those before it.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/redact.h"
#include "base/wording.h"
#include "check/audit.h"
#include "list/edition_buckets.h"

namespace selfcheck::cli {
namespace {

// Whether two editions are the same in all that read_buckets() looks at.
bool have_same_bucket_files(const Manifest& a, const Manifest& b) {
  return a.root == b.root && a.bits == b.bits && a.values.count == b.values.count && a.values.p == b.values.p &&
         a.list_id == b.list_id && a.nonce == b.nonce && a.canary.hash == b.canary.hash;
}

}  // namespace

void Audit::check_buckets() {
  const Manifest& m = *manifest_;
  buckets_ = read_buckets(directory_, m, "verifying");
  const EditionBuckets& buckets = buckets_;
  for (std::string& fault : buckets.faults()) fail("buckets", std::move(fault));
  if (buckets.all_right()) {
    pass("buckets", fmt::format("{} of {} each, all proven", counted(m.bucket_count(), "file", "files"),
                                byte_size(m.bucket_file_size())));
  }

  if (!buckets.all_read()) {
    skip("root");
  } else if (!buckets.right_root) {
    fail("root", "the root of all buckets is not the manifest's");
  } else {
    pass("root", "recomputed from all buckets");
  }

  if (buckets.without_canary.count != 0) {
    fail("canary_in_buckets", buckets.without_canary.described("without the canary"));
  } else if (buckets.all_right()) {
    pass("canary_in_buckets", "in every bucket");
  } else {
    skip("canary_in_buckets");
  }
}

// Returns what is wrong with an edition whose signature is gone; empty if nothing is.
std::vector<std::string> Audit::faults_of(const OtherEdition& edition) const {
  if (!edition.manifest) return {std::string(edition.fault)};
  if (!edition.as_written) return {"there is more than a manifest in it, or it is written in another way"};
  // No reader knows such an edition, and the next build removes it, whatever is there.
  if (edition.state == EditionState::unpublished) return {};
  const Manifest& m = *edition.manifest;
  // If the present edition is a renewal of this one, the same files have been held against the same values already.
  const bool read_before = manifest_ && have_same_bucket_files(m, *manifest_);
  const EditionBuckets buckets =
      read_before ? buckets_ : read_buckets(directory_, m, fmt::format("verifying older edition {}:", m.sequence));
  std::vector<std::string> faults = buckets.faults();
  if (buckets.without_canary.count != 0) faults.push_back(buckets.without_canary.described("without the canary"));
  if (buckets.all_read() && !buckets.right_root) faults.emplace_back("the root of its buckets is not the manifest's");
  return faults;
}

void Audit::check_older_editions() {
  std::vector<std::string> wrong;
  std::map<std::uint64_t, std::vector<EditionFiles>> sound;  // keyed by sequence
  for (const OtherEdition& edition : others_) {
    const std::vector<std::string> faults = faults_of(edition);
    if (!faults.empty()) {
      wrong.push_back(fmt::format("{}: {}", shown_path(edition.file), fmt::join(faults, ", ")));
    } else if (edition.state == EditionState::older) {
      const Manifest& m = *edition.manifest;
      sound[m.sequence].push_back({edition.file, m.sequence, m.root});
    }
  }
  std::vector<std::string> doubtful;
  for (const auto& [sequence, editions] : sound) {
    if (editions.size() == 1) {
      older_editions_.push_back(editions.front());
    } else {
      doubtful.push_back(fmt::format("there are {} editions {}, and nothing says which of them was published",
                                     editions.size(), sequence));
    }
  }
  if (!wrong.empty()) {
    older_editions_.clear();
    constexpr std::size_t kShown = 5;
    const std::size_t more = wrong.size() - std::min(wrong.size(), kShown);
    wrong.resize(wrong.size() - more);
    return fail("older_editions",
                fmt::format("{}{}. Put back what was published, or delete that manifest: the next build removes its "
                            "buckets",
                            fmt::join(wrong, "; "), more == 0 ? "" : fmt::format("; and {} more", more)));
  }
  if (!doubtful.empty()) return warn("older_editions", fmt::format("{}", fmt::join(doubtful, "; ")));
  pass("older_editions", older_editions_.empty() ? "none"
                                                 : fmt::format("{}, sound but for the signature, which is gone",
                                                               counted(older_editions_.size(), "edition", "editions")));
}

}  // namespace selfcheck::cli
