#include "job/assemble.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "edition/edition_paths.h"
#include "edition/publish_edition.h"
#include "hashing/hashing.h"
#include "hashing/hashing_threads.h"
#include "hashing/sample.h"
#include "job/bucket_tags.h"
#include "job/build_paths.h"
#include "job/next_edition.h"
#include "list/list_writer.h"
#include "list/written_list_check.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/bucket_index.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"
#include "selfcheck/verified_list.h"
#include "terminal/progress.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// Whoever may have signed the present edition.
std::vector<minisign::PublicKey> signers(const AssembleOptions& options, const minisign::PublicKey& key) {
  std::vector<minisign::PublicKey> keys = options.previous_keys;
  keys.insert(keys.begin(), key);
  return keys;
}

void fail_if_incomplete(const Job& job) {
  const std::uint64_t missing = chunks_missing(job);
  if (missing == 0) return;
  throw Failure(
      ExitCode::rejected,
      fmt::format("{} of {} not hashed yet", grouped(missing), counted(job.plan.chunks(), "chunk is", "chunks are")),
      fmt::format("selfcheck job hash --job {}, here or on other machines; selfcheck job status tells which",
                  shown_path(job.directory)));
}

// A date is made of this machine's clock, unless the plan has one.
void fail_if_clock_is_wrong(const JobPlan& plan, Timestamp now) {
  if (plan.published || now >= plan.prepared) return;
  throw Failure(ExitCode::system,
                fmt::format("this machine's clock says {}, and the job was prepared at {}", format_timestamp(now),
                            format_timestamp(plan.prepared)),
                "set the clock: the edition's date is made of it");
}

// Writes all buckets and gives the root. The proofs come second: they need the whole tree.
Digest write_buckets(const Manifest& manifest, BucketTags& tags, const DummySeed& seed, ListWriter& writer) {
  const auto buckets = static_cast<std::uint32_t>(manifest.bucket_count());
  Progress progress("writing", 2 * manifest.bucket_count());
  std::vector<Digest> leaves;
  leaves.reserve(buckets);
  for (std::uint32_t i = 0; i < buckets; ++i) {
    const Bytes body = value_or_fail(build_bucket(manifest, i, tags.next(), seed));
    leaves.push_back(merkle::leaf(body));
    writer.write_body(i, body);
    progress.update(i);
  }
  const merkle::Tree tree(std::move(leaves));
  for (std::uint32_t i = 0; i < buckets; ++i) {
    writer.append_proof(i, tree.proof(i));
    progress.update(buckets + i);
  }
  return tree.root();
}

// How many results were removed.
std::uint64_t remove_results_of(const Job& job, const std::vector<WorkerId>& workers) {
  const ChunkStore store(job);
  std::uint64_t removed = 0;
  for (std::uint64_t chunk = 0; chunk < job.plan.chunks(); ++chunk) {
    const auto result = store.read(chunk);
    // One that can't be read just now may be good: `hash` looks at it again.
    if (!result || std::find(workers.begin(), workers.end(), result->worker) == workers.end()) continue;
    store.remove(chunk);
    ++removed;
  }
  return removed;
}

// Hashes the sample by workers that have nothing of the first ones but the program. Where two hashes of one number
// differ, nobody knows which is right: all that its first worker has made goes, and is made again.
std::vector<SampledEntry> hash_sample(const Job& job, const Manifest& manifest, const SampledNumbers& sample,
                                      unsigned threads) {
  Numbers keys;
  keys.reserve(sample.size());
  for (const SampledNumber& number : sample) keys.push_back(number.key);
  const std::vector<std::uint64_t> tags = hash_again(keys, manifest, threads);
  std::vector<SampledEntry> entries;
  std::vector<WorkerId> doubtful;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (tags[i] != sample[i].tag) doubtful.push_back(sample[i].worker);
    entries.push_back({bucket_index(bucket_prefix(form_of(manifest.kind, keys[i])), manifest.bits), tags[i]});
  }
  if (doubtful.empty()) return entries;
  const std::uint64_t removed = remove_results_of(job, doubtful);
  throw machine_fault(fmt::format(
      "{} hashed a second time came out as something else; the results of whoever hashed them first, {}, "
      "were removed, and selfcheck job hash makes them again{}",
      counted(doubtful.size(), "number that was", "numbers that were"), counted(removed, "chunk", "chunks"),
      job.plan.known == 0 ? "" : "; if that is of no use, a hash of the job in --base is wrong: prepare without it"));
}

const fs::path& checked_directory(const AssembleOptions& options, const fs::path& out) {
  fail_if_in_a_list("--secret-key", options.secret_key, out);
  fail_if_in_a_list("--password-file", options.password.file, out);
  return out;
}

// Before the step that publishes: whoever finds the job after a kill can tell whether that step was taken.
void note_publication(const Job& job, const Manifest& manifest) {
  const std::string text = manifest_for_readers(manifest);
  replace_private_file(published_path(job.directory),
                       {as_bytes(to_hex(manifest_hash(as_bytes(text)))), as_bytes("\n")});
}

void fail_if_signed_with_another(const Destination& to, const minisign::PublicKey& key) {
  Pin pin;
  pin.keys = {key};
  const auto pointer = read_file(to.out() / kPointerFile, minisign::kMaxSignatureSize);
  if (pointer && verify_pointer(pin, *pointer)) return;
  throw Failure(ExitCode::rejected, "the job's list is published already, and signed with another key",
                "selfcheck renew with --secret-key and --previous-key signs it with this one");
}

}  // namespace

Destination::Destination(const AssembleOptions& options, const minisign::PublicKey& key)
    : options_(options),
      key_(key),
      out_(list_directory("--out", options.out)),
      pin_file_(pins_path(options.pin, out_)),
      writer_(checked_directory(options, out_)),
      present_(read_present_edition(out_, signers(options, key), options.pin.new_list)) {}

void Destination::admit(const JobPlan& plan, Timestamp now) {
  fail_if_clock_is_wrong(plan, now);
  manifest_ = next_edition(plan, present_, now);
  try_pin(pin_file_, options_.pin, manifest_, key_);
  changes_ = fail_unless_meant(manifest_, present_, options_.changes_meant);
  writer_.begin(manifest_.published);
  fail_unless_publishable(manifest_, writer_);
}

AssembleReport assemble(const Job& job, Destination& to, Signer& signer, const AssembleOptions& options) {
  fail_if_incomplete(job);
  const FileLock lock = lock_work(job.directory, "assemble", "another process is assembling the job in");
  AssembleReport report;
  report.out = to.out();
  report.pin_file = to.pin_file();
  report.public_key = signer.public_key();
  report.changes = to.changes();
  Manifest& manifest = report.manifest;
  manifest = to.manifest();
  manifest.canary = job.plan.manifest.canary;  // a build is admitted before that is hashed
  ListWriter& writer = to.writer();

  SampledNumbers sample;
  BucketTags tags(job, manifest.bits);
  tags.note(choose_sample(manifest.entries), &sample);
  manifest.root = write_buckets(manifest, tags, read_seed(seed_path(job.directory)), writer);
  report.hashed_again = sample.size();
  std::vector<SampledEntry> entries =
      hash_sample(job, manifest, sample, hashing_threads(options.threads, manifest.argon2.mem_kib));
  BucketTags again(job, manifest.bits);
  check_written_list(
      manifest, [&]() -> const auto& { return again.next(); }, std::move(entries), writer);

  note_publication(job, manifest);
  const PublishedEdition published =
      publish_edition(manifest, Buckets::written, signer, writer, to.present().others, report.pin_file, options.pin);
  report.manifest_file = published.manifest_file;
  report.unpublished_removed = published.unpublished_removed;
  if (options.prune) report.editions_removed = writer.remove_other_editions();
  return report;
}

bool is_published(const Job& job, const Destination& to) {
  constexpr std::size_t kMaxSize = 2 * sizeof(Digest) + 1;
  const auto published = read_file(published_path(job.directory), kMaxSize);
  const auto named = manifest_named_by(to.out() / kPointerFile);
  Digest hash{};
  return published && named && from_hex(as_text(*published).substr(0, 2 * hash.size()), hash) &&
         manifest_file(hash) == *named;
}

AssembleReport finish_published(Destination& to, const AssembleOptions& options, const minisign::PublicKey& key) {
  fail_if_signed_with_another(to, key);
  AssembleReport report;
  report.manifest = *to.present().manifest;
  report.manifest_file = manifest_named_by(to.out() / kPointerFile).value_or("");
  report.public_key = key;
  report.out = to.out();
  report.pin_file = to.pin_file();
  to.writer().begin(report.manifest.published);  // removes what was left
  write_pin(report.pin_file, options.pin, report.manifest, key);
  print_note(
      fmt::format("the job's list is published already, as edition {}; selfcheck renew signs it again, and other "
                  "numbers need a job of their own",
                  report.manifest.sequence));
  return report;
}

AssembleReport assemble_job(const Job& job, const AssembleOptions& options, const Clock& clock) {
  fail_if_nested(job.directory, list_directory("--out", options.out), options);
  Signer signer(options.secret_key, options.password);
  Destination to(options, signer.public_key());
  if (is_published(job, to)) return finish_published(to, options, signer.public_key());
  fail_if_incomplete(job);
  to.admit(job.plan, clock());
  return assemble(job, to, signer, options);
}

}  // namespace selfcheck::cli
