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
#include "list/predecessors.h"
#include "list/present_edition.h"
#include "list/texts_file.h"
#include "selfcheck/canary.h"
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

// Returns the number that the new edition gets. If its pin was raised by an edition that is not here, the directory is
// an old copy. A withdrawal comes after that edition, and nothing else is made from an old copy.
std::uint64_t choose_sequence(const PresentEdition& present, const SuccessorOptions& options,
                              const SuccessorRules& rules, const fs::path& pin_file) {
  const std::uint64_t pinned = pin_file.empty() ? 0 : pinned_sequence(pin_file, present.manifest->list_id);
  const std::uint64_t latest = present.next_sequence() - 1;
  if (pinned <= latest) return present.choose_sequence(options.sequence);
  const std::string what = fmt::format(
      "{} asks for edition {}, which was published, or a later one, and the latest here is {}: the "
      "directory holds an old copy of the list",
      shown_path(pin_file), pinned, latest);
  if (rules.gives_verdicts) {
    throw Failure(ExitCode::rejected, what,
                  "put the latest edition's files there, from the web server or a backup; or selfcheck build makes the "
                  "next edition from the numbers");
  }
  print_warning(what);
  return options.sequence.value_or(pinned + 1);
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

// Buckets that no manifest names may be a newer edition's, of which all was copied here but manifest and pointer.
void fail_on_lost_buckets(const PresentEdition& present, const fs::path& directory) {
  if (!present.has_lost_buckets) return;
  throw Failure(
      ExitCode::rejected,
      fmt::format("{} has buckets that no manifest names, and that may be a newer edition's", shown_path(directory)),
      "put back what was published, from the web server or a backup; if those buckets are an older edition's, or never "
      "were published, delete them");
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
                      std::uint64_t sequence, Timestamp now) {
  Manifest manifest = *present.manifest;
  manifest.sequence = sequence;
  manifest.published = publication_date(options.published, &*present.manifest, now);
  manifest.texts = changed_texts(options.texts, std::move(manifest.texts));
  rules.finish(manifest);
  fail_unless_end_fits(manifest);
  static_cast<void>(manifest_for_readers(manifest));
  warn_if_expired(manifest, now);
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
  for (const Manifest* edition : present.in_use()) {
    const bool answers = !edition->withdrawn && edition->valid_until > now;
    if (answers) report.answers_until = std::max(report.answers_until, edition->valid_until);
  }
  const std::uint64_t sequence = choose_sequence(present, options, rules, report.pin_file);
  report.manifest = successor_of(present, options, rules, sequence, now);
  if (rules.gives_verdicts) fail_unless_same_entries(report.manifest, present, report.list);
  report.changes = fail_unless_meant(report.manifest, present, rules.meant);
  if (!report.pin_file.empty()) try_pin(report.pin_file, options.pin, report.manifest, report.public_key);
  if (rules.gives_verdicts) {
    fail_on_damaged_buckets(before, report.list);
    fail_on_lost_buckets(present, report.list);
  }

  writer.begin(report.manifest.published, Buckets::kept);
  report.manifest_file = publish_edition(report.manifest, signer, writer, report.pin_file, options.pin);
  report.unpublished_removed = writer.unpublished_removed();
  return report;
}

}  // namespace selfcheck::cli
