// Decides what the next edition of a list is compared with, whichever command makes it, and compares it.
//
// The next edition takes the place of every edition that readers may have. A withdrawn one gives no verdicts, whatever
// is in it: the last verdicts that readers got are those of an edition before it. So the next edition is compared with
// that one, too, and no withdrawal hides what has changed meanwhile.
#pragma once

#include <string>
#include <vector>

#include "files/files.h"
#include "list/edition_changes.h"
#include "list/present_edition.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

struct Predecessors {
  std::vector<const Manifest*> editions;  // the oldest first; none if there is no list yet
  /// Why an edition may have given verdicts after all of these although nothing tells what was in it, in words. Empty
  /// if these are all.
  std::string unknown;
};

/// Returns the editions that `next` is compared with: all that readers may have now, and, if the latest of these is
/// withdrawn, the last that gave verdicts. If `next` is withdrawn itself, it gives none, and only what readers may have
/// now counts.
[[nodiscard]] Predecessors predecessors(const PresentEdition& present, const Manifest& next);

/// Compares `next` with its predecessors, and shows what it changes. That nothing tells what was in one of them counts
/// as a change of the entries. Throws a Failure if a change needs a flag that was not given.
std::vector<EditionChange> fail_unless_meant(const Manifest& next, const PresentEdition& present,
                                             const ChangesMeant& meant);

/// Throws a Failure unless every predecessor of `next` is known and has exactly its buckets: without the numbers nobody
/// can tell who would be gone from the list. `directory` is the list's.
void fail_unless_same_entries(const Manifest& next, const PresentEdition& present, const fs::path& directory);

}  // namespace selfcheck::cli
