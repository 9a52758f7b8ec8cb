// Makes the manifest of the edition that a job adds to a list: all of it but the root, which comes from the buckets.
#pragma once

#include "edition/list_key.h"
#include "job/job_plan.h"
#include "list/list_writer.h"
#include "list/present_edition.h"

namespace selfcheck::cli {

/// Returns the manifest of what `plan` makes, as the edition that follows `present`, at the time `now`. `share` is the
/// publisher's share of a keyed list's key, or null. Throws a Failure if `present` is another list, if readers would
/// refuse the manifest, if a keyed list has no share or another key's, if a static list has one, and if the clock is
/// behind that edition. Warns of a date in the future, and of an edition that has expired already.
[[nodiscard]] Manifest next_edition(const JobPlan& plan, const PresentEdition& present, const ShareDescription* share,
                                    Timestamp now);

/// Throws a Failure for everything that would stop the publishing at the end: a fault of the manifest, with a stand-in
/// for the root that has the same length, or too little room for the files. It may be called after ListWriter::begin.
void fail_unless_publishable(const Manifest& manifest, const ListWriter& writer);

}  // namespace selfcheck::cli
