#include "job/build.h"

#include <fmt/format.h>

#include <chrono>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "edition/edition_paths.h"
#include "job/build_paths.h"
#include "job/job_room.h"
#include "job/wipe.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// Tells what stays behind when building ends early, and what that is good for. Without a plan nothing stays.
void tell_of_job(const fs::path& job) {
  if (!has_plan(job)) return;
  print_note(fmt::format(
      "what was done is kept in {}, which is as sensitive as the numbers: the same command goes on with it, and "
      "selfcheck job wipe --job {} removes it",
      shown_path(job), shown_path(job)));
}

// Finds a share that does not fit before hours of sorting and hashing.
void fail_unless_share_fits(const ListOptions& list, const std::optional<ListKey>& list_key) {
  if (list.evaluation.empty() && list_key) {
    throw Failure(ExitCode::usage, "--share is for a keyed list", "--evaluation FILE, with the key's evaluation.json");
  }
  if (!list.evaluation.empty() && !list_key) {
    throw Failure(ExitCode::usage, "a keyed list needs its key", "--share FILE, with the key's share-0.key");
  }
  if (list_key) fail_unless_share_of(list_key->share(), read_evaluation_file(list.evaluation));
}

}  // namespace

BuildReport build_list(const BuildOptions& options, const Clock& clock) {
  const auto start = std::chrono::steady_clock::now();
  BuildReport report;
  const fs::path out = list_directory("--out", options.assemble.out);
  const fs::path directory = options.job.empty() ? default_job_directory(out) : resolved(options.job);
  fail_on_misplaced(options.prepare, directory, out);
  fail_if_nested(directory, out, options.assemble);

  Signer signer(options.assemble.secret_key, options.assemble.password);
  const minisign::PublicKey& key = signer.public_key();
  std::optional<ListKey> list_key;
  if (!options.assemble.list_key.share.empty()) {
    list_key.emplace(options.assemble.list_key, ListKeyMeanwhile::forgotten);
  }
  fail_unless_share_fits(options.prepare.list, list_key);
  Destination to(options.assemble, key, list_key ? &list_key->share() : nullptr);
  const auto admit = [&](const JobPlan& plan) { to.admit(plan, clock()); };
  const auto admit_new = [&](const JobPlan& plan) {
    admit(plan);
    fail_without_room_for(plan, directory, out);
  };

  report.resumed = has_plan(directory);
  std::optional<Job> job;
  std::optional<AssembleReport> published;
  if (report.resumed) {
    job = open_job(directory);
    const bool done = is_published(*job, to);
    fail_unless_same(*job, options.prepare, !done);  // a published job's seed may have been wiped
    if (done) {
      published = finish_published(to, options.assemble, key);
    } else {
      admit(job->plan);
      print_note("going on with the job in " + shown_path(directory));
    }
  }
  if (published) {
    report.plan = job->plan;
    report.edition = *std::move(published);
  } else {
    try {
      if (!job) job = prepare(directory, options.prepare, to.present(), clock, admit_new);
      report.plan = job->plan;
      report.hash = hash_shard(*job, {}, options.threads, clock);
      report.edition = assemble(*job, to, signer, list_key ? &*list_key : nullptr, options.assemble);
    } catch (const Failure&) {
      tell_of_job(directory);
      throw;
    }
  }
  if (!options.job.empty() || options.prepare.keep_hashes) {
    report.kept_job = directory;
  } else {
    wipe_job(directory);
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace selfcheck::cli
