// The first stage of a job reads the input, drops duplicates across all of it, sorts the numbers into buckets, decides
// the layout, and writes the plan. It needs no key, and 512 MiB of memory at most, whatever the input's size.
#pragma once

#include <vector>

#include "base/clock.h"
#include "files/files.h"
#include "input/intake.h"
#include "job/job_directory.h"
#include "job/list_options.h"
#include "list/present_edition.h"
#include "plan/layout_figures.h"

namespace selfcheck::cli {

struct PrepareOptions {
  Kind kind = Kind::mobile;
  InputOptions input;
  RejectOptions rejects;
  ListOptions list;
  fs::path base;  // an earlier job with keep_hashes, whose numbers aren't hashed again; empty if there is none
  bool keep_hashes = false;
};

/// Prepares a job in `directory`, which is made if it is missing, and may be empty or hold what a killed `prepare`
/// left. `present` is what the list's directory holds, without a manifest if nothing is known of that. All that can be
/// found wrong with the input and the options is found here. `check` is called when the plan has all but the canary's
/// hash, before anything lasting is written, and may throw. Whenever prepare throws, it leaves nothing behind. Throws a
/// Failure.
Job prepare(const fs::path& directory, const PrepareOptions& options, const PresentEdition& present, const Clock& clock,
            const std::function<void(const JobPlan&)>& check);

/// Throws a Failure that names what differs, unless the job was made from this input, byte for byte, with these
/// options. Reads the whole input. The seed is compared only if `with_seed` is true.
void fail_unless_same(const Job& job, const PrepareOptions& options, bool with_seed);

}  // namespace selfcheck::cli
