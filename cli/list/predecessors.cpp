#include "list/predecessors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>

#include "base/failure.h"
#include "base/redact.h"
#include "base/wording.h"
#include "selfcheck/list_files.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

struct LastVerdicts {
  std::vector<const Manifest*> editions;  // several only if they have the same number
  std::uint64_t missing = 0;  // the number of an edition after them whose manifest is not here; 0 if there is none
};

// Whether readers may have this edition no more: the present one has taken its place.
bool is_replaced(const Manifest& edition, const PresentEdition& present) {
  return edition.sequence < present.manifest->sequence;
}

LastVerdicts last_verdicts(const PresentEdition& present) {
  std::vector<const Manifest*> all = present.in_use();
  for (const OtherEdition& edition : present.others) {
    if (edition.state == EditionState::older) all.push_back(&*edition.manifest);
  }
  std::map<std::uint64_t, std::vector<const Manifest*>, std::greater<>> by_sequence;  // the latest first
  for (const Manifest* edition : all) by_sequence[edition->sequence].push_back(edition);

  LastVerdicts last;
  std::uint64_t expected = by_sequence.begin()->first;
  for (const auto& [sequence, editions] : by_sequence) {
    if (sequence != expected && last.missing == 0) last.missing = expected;
    std::copy_if(editions.begin(), editions.end(), std::back_inserter(last.editions),
                 [](const Manifest* edition) { return !edition->withdrawn; });
    if (!last.editions.empty()) return last;
    expected = sequence - 1;
  }
  if (last.missing == 0) last.missing = expected;  // that is 0 if edition 1, which is the first of every list, is here
  return last;
}

std::string why_unknown(const PresentEdition& present, const LastVerdicts& last) {
  const auto& others = present.others;
  if (std::any_of(others.begin(), others.end(),
                  [](const OtherEdition& edition) { return edition.state == EditionState::unreadable; })) {
    return "there is a manifest that can't be read, and may be a newer edition's";
  }
  if (last.missing == 0) return {};
  return fmt::format("the manifest of edition {}, which came before a withdrawal, is not there", last.missing);
}

void show(const EditionChange& change) {
  print_note(fmt::format("  {:<14}  {} -> {}", change.name, change.from, change.to));
}

void show(const Manifest& before, bool replaced, const Manifest& next, const std::vector<EditionChange>& changes) {
  print_note(fmt::format("edition {} takes the place of edition {}{}, and changes {}", next.sequence, before.sequence,
                         replaced ? ", which gave verdicts last" : "",
                         !changes.empty()                 ? "this:"
                         : has_same_buckets(before, next) ? "nothing but dates"
                                                          : "nothing but dates, salt and buckets"));
  for (const EditionChange& change : changes) show(change);
}

void warn_of_dates(const Manifest& next, const std::vector<const Manifest*>& in_use) {
  if (std::any_of(in_use.begin(), in_use.end(), [&](const Manifest* m) { return next.published < m->published; })) {
    print_warning("the new edition is dated before the present one");
  }
  if (std::any_of(in_use.begin(), in_use.end(),
                  [&](const Manifest* m) { return next.valid_until < m->valid_until && !m->withdrawn; })) {
    print_warning("checks will stop earlier than the present edition says");
  }
}

void add_new(std::vector<EditionChange>& all, const std::vector<EditionChange>& changes) {
  for (const EditionChange& change : changes) {
    if (std::find(all.begin(), all.end(), change) == all.end()) all.push_back(change);
  }
}

void fail_unless_all_meant(const std::vector<EditionChange>& changes) {
  std::vector<std::string_view> missing;
  for (const EditionChange& change : changes) {
    const bool named = std::find(missing.begin(), missing.end(), change.flag) != missing.end();
    if (!change.meant && !named) missing.push_back(change.flag);
  }
  if (missing.empty()) return;
  throw Failure(ExitCode::rejected, "the new edition differs from those before it in what may be a slip",
                fmt::format("see above; if you mean it: {}", fmt::join(missing, " ")));
}

[[noreturn]] void fail_other_entries(const Manifest& edition, const PresentEdition& present,
                                     const fs::path& directory) {
  const std::uint64_t now = present.manifest->sequence;
  if (is_replaced(edition, present)) {
    throw Failure(
        ExitCode::rejected,
        fmt::format("edition {}, which is withdrawn, has other entries than edition {}, which gave verdicts last: who "
                    "is in that one alone would be told \"not found\"",
                    now, edition.sequence),
        "selfcheck build --reinstate makes the next edition from the numbers, and shows what it changes");
  }
  throw Failure(
      ExitCode::rejected,
      fmt::format("{} holds edition {}, which has other entries than edition {}, which {} says is the present one",
                  shown_path(directory), edition.sequence, now, kPointerFile),
      fmt::format("if it was published, put its {} back, from the web server or a backup; if it never was, delete its "
                  "manifest",
                  kPointerFile));
}

}  // namespace

Predecessors predecessors(const PresentEdition& present, const Manifest& next) {
  Predecessors found{.editions = present.in_use(), .unknown = {}};
  if (found.editions.empty() || next.withdrawn) return found;
  const LastVerdicts last = last_verdicts(present);
  for (const Manifest* edition : last.editions) {
    if (is_replaced(*edition, present)) found.editions.push_back(edition);
  }
  std::stable_sort(found.editions.begin(), found.editions.end(),
                   [](const Manifest* a, const Manifest* b) { return a->sequence < b->sequence; });
  found.unknown = why_unknown(present, last);
  return found;
}

std::vector<EditionChange> fail_unless_meant(const Manifest& next, const PresentEdition& present,
                                             const ChangesMeant& meant) {
  const Predecessors before = predecessors(present, next);
  std::vector<EditionChange> all;
  for (const Manifest* edition : before.editions) {
    const std::vector<EditionChange> changes = edition_changes(*edition, next, meant);
    show(*edition, is_replaced(*edition, present), next, changes);
    add_new(all, changes);
  }
  if (!before.unknown.empty()) {
    print_warning(fmt::format(
        "nothing tells how many entries the list had when it last gave verdicts: {}. Put back what was published, from "
        "the web server or a backup, and delete what never was",
        before.unknown));
    show(all.emplace_back(EditionChange{"entries", "unknown", grouped(next.entries), "--allow-shrink", meant.shrink}));
  }
  warn_of_dates(next, present.in_use());
  fail_unless_all_meant(all);
  return all;
}

void fail_unless_same_entries(const Manifest& next, const PresentEdition& present, const fs::path& directory) {
  const Predecessors before = predecessors(present, next);
  for (const Manifest* edition : before.editions) {
    if (!has_same_buckets(*edition, next)) fail_other_entries(*edition, present, directory);
  }
  if (before.unknown.empty()) return;
  throw Failure(ExitCode::rejected,
                fmt::format("nothing tells which entries the list in {} had when it last gave verdicts: {}",
                            shown_path(directory), before.unknown),
                "put back what was published, from the web server or a backup, and delete what never was; or selfcheck "
                "build makes the next edition from the numbers");
}

}  // namespace selfcheck::cli
