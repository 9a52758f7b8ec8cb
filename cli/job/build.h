// Makes a signed list from files of numbers: runs the stages of a job one after the other.
#pragma once

#include "base/clock.h"
#include "job/assemble.h"
#include "job/hash.h"
#include "job/prepare.h"

namespace selfcheck::cli {

struct BuildOptions {
  PrepareOptions prepare;
  AssembleOptions assemble;
  fs::path job;  // the job's directory; if empty, OUT.job, which is wiped once the list is published
  unsigned threads = 0;
};

struct BuildReport {
  JobPlan plan;
  HashReport hash;
  AssembleReport edition;
  fs::path kept_job;  // the job's directory, if it was kept; empty if it was wiped
  bool resumed = false;
  double seconds = 0;
};

/// Everything that can be found wrong is found before the first slow hash, and nothing that a reader can see changes
/// before the last step. If it was stopped or killed at any moment, a call with the same options goes on from there:
/// what was hashed is in the job. A job that was made with other options or from another input is refused. Throws a
/// Failure.
BuildReport build_list(const BuildOptions& options, const Clock& clock);

}  // namespace selfcheck::cli
