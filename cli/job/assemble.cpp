#include "job/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/failure.h"
#include "base/locked.h"
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
#include "job/keyed_tags.h"
#include "job/next_edition.h"
#include "list/list_writer.h"
#include "list/predecessors.h"
#include "list/written_list_check.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/bucket_index.h"
#include "selfcheck/canary.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"
#include "selfcheck/verified_list.h"
#include "terminal/progress.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// Returns the keys that may have signed the present edition.
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

// Throws a Failure if this machine's clock is behind the job's: the edition's date comes from it, unless the plan has
// one.
void fail_if_clock_is_wrong(const JobPlan& plan, Timestamp now) {
  if (plan.published || now >= plan.prepared) return;
  throw Failure(ExitCode::system,
                fmt::format("this machine's clock says {}, and the job was prepared at {}", format_timestamp(now),
                            format_timestamp(plan.prepared)),
                "set the clock, which the edition's date is made of; or, if the clock was wrong then, say that date: "
                "selfcheck job assemble --published TIME");
}

JobPlan with_changes(JobPlan plan, const PlanChanges& changes) {
  if (changes.sequence) plan.sequence = changes.sequence;
  if (changes.published) plan.published = changes.published;
  if (changes.valid_days) {
    plan.valid_days = *changes.valid_days;
    plan.valid_until.reset();
  }
  if (changes.valid_until) plan.valid_until = changes.valid_until;
  return plan;
}

// Writes all buckets and returns the root. The proofs are written in a second pass, since they need the whole tree.
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

// Removes all results of these workers. Returns how many that were.
std::uint64_t remove_results_of(const Job& job, const std::vector<WorkerId>& workers) {
  const ChunkStore store(job);
  std::uint64_t removed = 0;
  for (std::uint64_t chunk = 0; chunk < job.plan.chunks(); ++chunk) {
    const auto result = store.read(chunk);
    // A result that can't be read just now may be good: `hash` looks at it again.
    if (!result || std::find(workers.begin(), workers.end(), result->worker) == workers.end()) continue;
    store.remove(chunk);
    ++removed;
  }
  return removed;
}

// Makes the sample's tags of a keyed list again, from the hashes that were made again. Where a tag differs though the
// hash is the same, the fault is this machine's and no worker's.
std::vector<std::uint64_t> tags_again(const Numbers& keys, const HashedAgain& again, const SampledNumbers& sample,
                                      const TagKey& key) {
  std::vector<std::uint64_t> tags = keyed_tags(keys, again.hashes, key.manifest, key.key, key.threads);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (tags[i] == sample[i].tag || again.hashes[i] != sample[i].hash) continue;
    throw machine_fault("the tag of a number came out as something else when it was made a second time");
  }
  return tags;
}

// Hashes the sample again with workers that share nothing but the program with the first ones. Where two hashes of one
// number differ, nobody knows which is right: all results of its first worker are removed, to be made again.
std::vector<SampledEntry> hash_sample(const Job& job, const Manifest& manifest, const SampledNumbers& sample,
                                      unsigned threads, const std::optional<TagKey>& key) {
  Numbers keys;
  keys.reserve(sample.size());
  for (const SampledNumber& number : sample) keys.push_back(number.key);
  HashedAgain again = hash_again(keys, manifest, threads);
  const std::vector<std::uint64_t> tags = key ? tags_again(keys, again, sample, *key) : std::move(again.tags);
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
  fail_if_in_a_list("--share", options.list_key.share, out);
  fail_if_in_a_list("--share-password-file", options.list_key.password.file, out);
  return out;
}

// Puts the canary's evaluation into the manifest, with its proof.
void put_canary_evaluation(Manifest& manifest, const voprf::Scalar& key) {
  ByteArray<32> random{};
  randombytes_buf(random.data(), random.size());
  const auto done = evaluate_canary(manifest, key, random);
  sodium_memzero(random.data(), random.size());
  if (!done) throw machine_fault("what the key makes of the canary can't be proven");
}

// Notes what is about to be published before the step that publishes it: whoever finds the job after a kill can tell
// whether that step was taken.
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

Destination::Destination(const AssembleOptions& options, const minisign::PublicKey& key, const ShareDescription* share)
    : options_(options),
      key_(key),
      share_(share),
      out_(list_directory("--out", options.out)),
      pin_file_(pins_path(options.pin, out_)),
      writer_(checked_directory(options, out_)),
      present_(read_present_edition(out_, signers(options, key), options.pin.new_list)) {}

void Destination::admit(const JobPlan& plan, Timestamp now) {
  const JobPlan changed = with_changes(plan, options_.plan_changes);
  fail_if_clock_is_wrong(changed, now);
  manifest_ = next_edition(changed, present_, share_, now);
  try_pin(pin_file_, options_.pin, manifest_, key_);
  changes_ = fail_unless_meant(manifest_, present_, options_.changes_meant);
  if (present_.has_lost_buckets) {
    print_warning(
        "buckets that no manifest names are removed: if they are a newer edition's, nothing was compared with that");
  }
  writer_.begin(manifest_.published, Buckets::written);
  fail_unless_publishable(manifest_, writer_);
}

AssembleReport assemble(const Job& job, Destination& to, Signer& signer, ListKey* list_key,
                        const AssembleOptions& options) {
  fail_if_incomplete(job);
  const FileLock lock = lock_work(job.directory, "assemble", "another process is assembling the job in");
  AssembleReport report;
  report.out = to.out();
  report.pin_file = to.pin_file();
  report.public_key = signer.public_key();
  report.changes = to.changes();
  Manifest& manifest = report.manifest;
  manifest = to.manifest();
  manifest.canary = job.plan.manifest.canary;  // a build is admitted before the canary is hashed
  ListWriter& writer = to.writer();
  const unsigned threads = hashing_threads(options.threads, manifest.argon2.mem_kib);

  Locked<voprf::Scalar> opened;
  std::optional<TagKey> key;
  if (list_key != nullptr) {
    opened = list_key->open();
    put_canary_evaluation(manifest, *opened);
    key.emplace(TagKey{.key = *opened, .manifest = manifest, .threads = threads});
  }
  SampledNumbers sample;
  BucketTags tags(job, manifest.bits, key);
  tags.note(choose_sample(manifest.entries), &sample);
  manifest.root = write_buckets(manifest, tags, *locked(read_seed(seed_path(job.directory))), writer);
  report.hashed_again = sample.size();
  std::vector<SampledEntry> entries = hash_sample(job, manifest, sample, threads, key);
  BucketTags again(job, manifest.bits, key);
  check_written_list(
      manifest, [&]() -> const auto& { return again.next(); }, std::move(entries), writer);
  opened.reset();

  note_publication(job, manifest);
  report.manifest_file = publish_edition(manifest, signer, writer, report.pin_file, options.pin);
  report.unpublished_removed = writer.unpublished_removed();
  if (options.prune) report.editions_removed = writer.remove_other_editions(report.manifest_file, manifest.root);
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

namespace {

// Returns the option that asks for another edition than `published`, or null. What the edition was made with asks for
// no other one: the same command may be given twice.
const char* option_for_another(const Manifest& published, const PlanChanges& asked) {
  if (asked.sequence && *asked.sequence != published.sequence) return "--sequence";
  if (asked.published && *asked.published != published.published) return "--published";
  if (asked.valid_until && *asked.valid_until != published.valid_until) return "--valid-until";
  if (!asked.valid_days) return nullptr;
  const Timestamp end = published.published + *asked.valid_days * kSecondsPerDay;
  // A keyed list ends with its shares, if that is earlier.
  const bool same = published.valid_until == end || (published.is_keyed() && published.valid_until < end);
  return same ? nullptr : "--valid-days";
}

void fail_if_other_edition(const Manifest& published, const PlanChanges& asked) {
  const char* option = option_for_another(published, asked);
  if (option == nullptr) return;
  throw Failure(ExitCode::rejected,
                fmt::format("the job's list is published already, as edition {}, and {} says otherwise",
                            published.sequence, option),
                "a job makes one edition; selfcheck renew makes another one of the same numbers, with other dates");
}

}  // namespace

AssembleReport finish_published(Destination& to, const AssembleOptions& options, const minisign::PublicKey& key) {
  fail_if_signed_with_another(to, key);
  AssembleReport report;
  report.manifest = *to.present().manifest;
  report.manifest_file = manifest_named_by(to.out() / kPointerFile).value_or("");
  report.public_key = key;
  report.out = to.out();
  report.pin_file = to.pin_file();
  to.writer().begin(report.manifest.published, Buckets::written);  // removes what the killed program left
  report.unpublished_removed = to.writer().unpublished_removed();
  write_pin(report.pin_file, options.pin, report.manifest, key);
  if (options.prune) {
    report.editions_removed = to.writer().remove_other_editions(report.manifest_file, report.manifest.root);
  }
  print_note(
      fmt::format("the job's list is published already, as edition {}; selfcheck renew signs it again, and other "
                  "numbers need a job of their own",
                  report.manifest.sequence));
  return report;
}

AssembleReport assemble_job(const Job& job, const AssembleOptions& options, const Clock& clock) {
  fail_if_nested(job.directory, list_directory("--out", options.out), options);
  Signer signer(options.secret_key, options.password);
  std::optional<ListKey> list_key;
  if (!options.list_key.share.empty()) list_key.emplace(options.list_key, ListKeyMeanwhile::kept);
  Destination to(options, signer.public_key(), list_key ? &list_key->share() : nullptr);
  if (is_published(job, to)) {
    fail_if_other_edition(*to.present().manifest, options.plan_changes);
    return finish_published(to, options, signer.public_key());
  }
  fail_if_incomplete(job);
  to.admit(job.plan, clock());
  return assemble(job, to, signer, list_key ? &*list_key : nullptr, options);
}

}  // namespace selfcheck::cli
