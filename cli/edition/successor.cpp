#include "edition/successor.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/failure.h"
#include "base/redact.h"
#include "edition/edition_paths.h"
#include "edition/publication_date.h"
#include "edition/publish_edition.h"
#include "list/edition_buckets.h"
#include "list/list_writer.h"
#include "list/present_edition.h"
#include "list/texts_file.h"
#include "selfcheck/canary.h"
#include "selfcheck/list_files.h"
#include "sign/signer.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

void fail_on_misplaced(const SuccessorOptions& options, const fs::path& directory) {
  fail_if_in_a_list("--secret-key", options.secret_key, directory);
  fail_if_in_a_list("--password-file", options.password.file, directory);
}

// Returns the pins file if the options say anything of a pin, or if the default file is there. Otherwise it returns an
// empty path: the list's pins are elsewhere, and one more would only lie about.
fs::path pin_file_of(const PinPlace& place, const fs::path& directory) {
  fs::path file = pins_path(place, directory);
  const bool asked_for = !place.file.empty() || !place.id.empty() || !place.url.empty() || !place.evaluators.empty();
  std::error_code ignored;
  return asked_for || fs::exists(file, ignored) ? file : fs::path();
}

void fail_on_newer_entries(const PresentEdition& present, const fs::path& directory) {
  for (const Manifest* edition : present.in_use()) {
    if (has_same_buckets(*present.manifest, *edition)) continue;
    throw Failure(
        ExitCode::rejected,
        fmt::format("{} holds edition {}, which has other entries than edition {}, which {} says is the present one",
                    shown_path(directory), edition->sequence, present.manifest->sequence, kPointerFile),
        fmt::format("if it was published, put its {} back, from the web server or a backup; if it never was, delete "
                    "its manifest",
                    kPointerFile));
  }
}

void fail_on_damaged_buckets(const Manifest& present, const fs::path& directory) {
  const EditionBuckets buckets = read_buckets(directory, present, "verifying");
  std::vector<std::string> faults = buckets.faults();
  if (!verify_canary_evaluation(present)) faults.emplace_back("the canary's evaluation is not proven");
  if (buckets.without_canary.count != 0) faults.push_back(buckets.without_canary.described("without the canary"));
  if (buckets.all_read() && !buckets.right_root) faults.emplace_back("the root of all buckets is not the manifest's");
  if (faults.empty()) return;
  throw Failure(ExitCode::rejected,
                fmt::format("the list in {} is damaged: {}", shown_path(directory), fmt::join(faults, ", ")),
                "put back what was published, from the web server or a backup: a damaged list is not signed again");
}

std::vector<ListTexts> changed_texts(const TextChanges& changes, std::vector<ListTexts> texts) {
  if (!changes.file.empty()) return read_texts_file(changes.file);
  if (!changes.title && !changes.publisher && !changes.about && !changes.link) return texts;
  auto english = std::find_if(texts.begin(), texts.end(), [](const ListTexts& t) { return t.language == "en"; });
  if (english == texts.end()) {
    throw Failure(ExitCode::usage, "the list has no English texts that could be changed",
                  "--texts FILE changes those of all languages");
  }
  english->title = changes.title.value_or(english->title);
  english->publisher = changes.publisher.value_or(english->publisher);
  english->about = changes.about.value_or(english->about);
  english->link = changes.link.value_or(english->link);
  if (texts.size() > 1) {
    print_warning("only the English texts change; --texts FILE changes those of all languages");
  }
  return texts;
}

Manifest successor_of(const PresentEdition& present, const SuccessorOptions& options, const SuccessorRules& rules,
                      Timestamp now) {
  Manifest manifest = *present.manifest;
  manifest.sequence = present.choose_sequence(options.sequence);
  manifest.published = publication_date(options.published, &*present.manifest, now);
  manifest.texts = changed_texts(options.texts, std::move(manifest.texts));
  rules.finish(manifest);
  static_cast<void>(manifest_for_readers(manifest));
  if (!manifest.withdrawn && manifest.valid_until <= now) {
    print_warning("the new edition has expired already: every check ends in \"could not tell\"");
  }
  return manifest;
}

}  // namespace

SuccessorReport make_successor(const SuccessorOptions& options, const SuccessorRules& rules, Timestamp now) {
  fail_unless_a_list(options.list);  // before anything is made there, such as a lock
  SuccessorReport report;
  report.list = list_directory("--list", options.list);
  fail_on_misplaced(options, report.list);
  report.pin_file = pin_file_of(options.pin, report.list);

  Signer signer(options.secret_key, options.password, KeyMeanwhile::kept);
  report.public_key = signer.public_key();
  std::vector<minisign::PublicKey> signers = options.previous_keys;
  signers.insert(signers.begin(), report.public_key);

  ListWriter writer(report.list);
  const PresentEdition present = read_present_edition(report.list, signers, false);
  const Manifest& before = *present.manifest;
  report.succeeds = before.sequence;
  if (!before.withdrawn && before.valid_until > now) report.answers_until = before.valid_until;
  if (rules.whole_buckets) fail_on_newer_entries(present, report.list);
  report.manifest = successor_of(present, options, rules, now);
  for (const Manifest* edition : present.in_use()) {
    report.changes = edition_changes(*edition, edition->entries, report.manifest, rules.meant);
    confirm_changes(*edition, report.manifest, report.changes);
  }
  if (!report.pin_file.empty()) try_pin(report.pin_file, options.pin, report.manifest, report.public_key);
  if (rules.whole_buckets) fail_on_damaged_buckets(before, report.list);

  writer.begin(report.manifest.published);
  const PublishedEdition published =
      publish_edition(report.manifest, Buckets::kept, signer, writer, present.others, report.pin_file, options.pin);
  report.manifest_file = published.manifest_file;
  report.unpublished_removed = published.unpublished_removed;
  return report;
}

}  // namespace selfcheck::cli
