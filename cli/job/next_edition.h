// The edition that a job makes of a list: its manifest, all but the root, which the buckets give.
#pragma once

#include <string>

#include "edition/list_key.h"
#include "job/job_plan.h"
#include "list/edition_changes.h"
#include "list/list_writer.h"
#include "list/present_edition.h"

namespace selfcheck::cli {

/// What `plan` makes, as the edition that follows `present`, at the time `now`. `share`: the publisher's of a keyed
/// list's key, or null. Throws a Failure if that is another list, or if readers would refuse the manifest; if a keyed
/// list has no share, or one of another key, and a static list has one. Warns of a date in the future.
[[nodiscard]] Manifest next_edition(const JobPlan& plan, const PresentEdition& present, const ShareDescription* share,
                                    Timestamp now);

/// Holds it against every edition that readers may have, and shows what it changes. Throws a Failure if a change has to
/// be meant and isn't.
std::vector<EditionChange> fail_unless_meant(const Manifest& manifest, const PresentEdition& present,
                                             const ChangesMeant& meant);

/// Everything that would stop its publishing at the end: the whole manifest, with a root that stands in for the one to
/// come, which has the same length; and room for the files. After ListWriter::begin.
void fail_unless_publishable(const Manifest& manifest, const ListWriter& writer);

}  // namespace selfcheck::cli
