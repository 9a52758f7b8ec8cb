// From files of numbers to a signed list: the stages of a job, one after the other.
#pragma once

#include "base/clock.h"
#include "job/assemble.h"
#include "job/hash.h"
#include "job/prepare.h"

namespace selfcheck::cli {

struct BuildOptions {
  PrepareOptions prepare;
  AssembleOptions assemble;
  fs::path job;  // empty: OUT.job, which is wiped once the list is published
  unsigned threads = 0;
};

struct BuildReport {
  JobPlan plan;
  HashReport hash;
  AssembleReport edition;
  fs::path kept_job;  // empty: it was wiped
  bool resumed = false;
  double seconds = 0;
};

/// Everything that can be found wrong is found before the first slow hash; nothing that a reader can see changes before
/// the last step. Stopped or killed at any moment, the same options go on where it was: what was hashed is in the job.
/// One that other options or another input have made is refused. Throws a Failure.
BuildReport build_list(const BuildOptions& options, const Clock& clock);

}  // namespace selfcheck::cli
