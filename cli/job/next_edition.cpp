#include "job/next_edition.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "edition/publication_date.h"
#include "edition/publish_edition.h"
#include "list/edition_changes.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

void fail_unless_same_list(const Manifest& present, const Manifest& next) {
  if (present.kind != next.kind) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the directory holds a list of kind {}", kind_traits(present.kind).name),
                  "an edition has the kind of those before it; another kind is another list");
  }
  if (present.list_id != next.list_id) {
    throw Failure(
        ExitCode::rejected, "the directory holds a list with another list id than the job's",
        fmt::format("publish in another directory; or prepare again, with --list-id {}", to_hex(present.list_id)));
  }
}

void fail_unless_share_fits(const Manifest& manifest, const ShareDescription* share) {
  if (manifest.is_keyed() && share == nullptr) {
    throw Failure(ExitCode::usage, "the list is keyed, and its key is missing",
                  "--share FILE, with the share-0.key that selfcheck deal has made with its evaluation.json");
  }
  if (!manifest.is_keyed() && share != nullptr) {
    throw Failure(ExitCode::usage, "--share is for a keyed list, and this one is static",
                  "a list is keyed if it is prepared with --evaluation");
  }
  if (share != nullptr) fail_unless_share_of(*share, *manifest.evaluation);
}

}  // namespace

Manifest next_edition(const JobPlan& plan, const PresentEdition& present, const ShareDescription* share,
                      Timestamp now) {
  Manifest manifest = plan.manifest;
  if (present.manifest) fail_unless_same_list(*present.manifest, manifest);
  manifest.sequence = present.choose_sequence(plan.sequence);
  manifest.published = publication_date(plan.published, present.manifest ? &*present.manifest : nullptr, now);
  manifest.valid_until = plan.valid_until.value_or(manifest.published + plan.valid_days * kSecondsPerDay);
  fail_unless_share_fits(manifest, share);
  if (share != nullptr) {
    manifest.valid_until =
        valid_while_shares_last(manifest.valid_until, plan.valid_until.has_value(), manifest.published, *share);
  }
  manifest.withdrawn = plan.withdrawn;
  fail_unless_end_fits(manifest);
  if (const auto valid = validate(manifest); !valid) throw Failure::from(valid.error());
  warn_if_expired(manifest, now);
  if (present.manifest && present.manifest->nonce == manifest.nonce &&
      present.manifest->group_salt == manifest.group_salt && have_same_key(*present.manifest, manifest)) {
    print_warning("this edition has the salt and nonce of the last: the two can be compared entry by entry");
  }
  return manifest;
}

void fail_unless_publishable(const Manifest& manifest, const ListWriter& writer) {
  static_cast<void>(manifest_for_readers(manifest));
  // The manifest, the pointer, and directories take room, too.
  constexpr std::uint64_t kOtherFiles = 4;
  writer.fail_without_room(manifest.bucket_count() + kOtherFiles, manifest.bucket_file_size());
}

}  // namespace selfcheck::cli
