#include "job/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <numeric>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "edition/edition_paths.h"
#include "edition/publish_edition.h"
#include "hashing/hashing.h"
#include "hashing/hashing_threads.h"
#include "hashing/sample.h"
#include "input/number_set.h"
#include "input/number_warnings.h"
#include "job/build_paths.h"
#include "job/new_manifest.h"
#include "list/list_writer.h"
#include "list/present_edition.h"
#include "list/written_list_check.h"
#include "selfcheck/anonymity.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"
#include "sign/signer.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

void check_false_positives(const BuildOptions& options, const Layout& layout, std::uint64_t entries) {
  const std::uint32_t recommended = recommended_p(kind_traits(options.kind).population, entries);
  if (layout.values.p >= recommended || options.test) return;
  throw Failure(ExitCode::rejected,
                fmt::format("with p = {} too many people would be told \"found\" by coincidence; this list needs {}",
                            layout.values.p, recommended),
                "leave --p out; only a list marked with --test may have less");
}

// The layout, and the manifest's fields that follow from it.
Layout lay_out(const BuildOptions& options, std::span<const std::uint64_t> prefix_counts, Manifest& manifest) {
  const Layout layout = value_or_fail(choose_layout(options.kind, prefix_counts, options.layout));
  manifest.entries = std::accumulate(prefix_counts.begin(), prefix_counts.end(), std::uint64_t{0});
  manifest.bits = layout.bits;
  manifest.values = layout.values;
  check_false_positives(options, layout, manifest.entries);
  if (const auto valid = validate(manifest); !valid) throw Failure::from(valid.error());
  return layout;
}

// Whoever may have signed the present edition.
std::vector<minisign::PublicKey> signers(const BuildOptions& options, const minisign::PublicKey& key) {
  std::vector<minisign::PublicKey> keys = options.previous_keys;
  keys.insert(keys.begin(), key);
  return keys;
}

// Everything that would stop the build at its end, found before the first slow hash: the whole manifest, with a root
// and a canary's hash that stand in for those to come, which have the same length; and room for the files.
void fail_unless_publishable(const Manifest& manifest, const ListWriter& writer) {
  static_cast<void>(manifest_for_readers(manifest));
  // The manifest, the pointer, and directories.
  constexpr std::uint64_t kOtherFiles = 4;
  writer.fail_without_room(manifest.bucket_count() + kOtherFiles, manifest.bucket_file_size());
}

// Writes all buckets and gives the root. The proofs come second: they need the whole tree.
Digest write_buckets(const Manifest& manifest, const TagStore& tags, const DummySeed& seed, ListWriter& writer) {
  const auto buckets = static_cast<std::uint32_t>(manifest.bucket_count());
  Progress progress("writing", 2 * manifest.bucket_count());
  std::vector<Digest> leaves;
  for (std::uint32_t i = 0; i < buckets; ++i) {
    const Bytes body = value_or_fail(build_bucket(manifest, i, tags.bucket(i), seed));
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

// Hashes a random part of the numbers once more, by workers that have nothing of the first ones but the program.
std::vector<SampledEntry> hash_sample(const NumberSet& numbers, const Manifest& manifest, unsigned threads) {
  const auto positions = choose_sample(numbers.size());
  std::vector<SampledEntry> sample;
  sample.reserve(positions.size());
  std::mutex mutex;
  hash_numbers(numbers, positions, manifest, {threads, "hashing a sample again"},
               [&](std::uint64_t, std::uint16_t prefix, std::uint64_t tag) {
                 const std::lock_guard lock(mutex);
                 sample.push_back({bucket_index(prefix, manifest.bits), tag});
               });
  return sample;
}

}  // namespace

BuildReport build_list(const BuildOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  BuildReport report;
  report.out = list_directory("--out", options.out);
  fail_on_misplaced(options, report.out);
  report.pin_file = pins_path(options.pin, report.out);

  Signer signer(options.secret_key, options.password);
  report.public_key = signer.public_key();

  ListWriter writer(report.out);
  Manifest& manifest = report.manifest;
  const PresentEdition present =
      read_present_edition(report.out, signers(options, report.public_key), options.pin.new_list);
  manifest = new_manifest(options, present);
  try_pin(report.pin_file, options.pin, manifest, report.public_key);
  const DummySeed seed = read_or_make_seed(options.seed);

  NumberSet numbers(options.kind);
  report.counts = read_identifiers(options.kind, options.input, options.rejects,
                                   [&](Place, const CanonicalForm& form) { numbers.add(form); });
  report_rejects(report.counts);
  fail_on_rejects(report.counts, options.rejects);
  report.duplicates = numbers.merge_duplicates();
  warn_about(numbers, report.duplicates);

  const auto prefix_counts = count_prefixes(numbers);
  const Layout layout = lay_out(options, prefix_counts, manifest);
  report.figures = {options.kind, manifest.entries, layout};
  const auto ideal = expected_layout(options.kind, manifest.entries, options.layout);
  report.bits_wanted = options.layout.bits.value_or(ideal ? ideal->bits : layout.bits);

  for (const Manifest* edition : present.in_use()) {
    const std::uint64_t entries =
        edition->withdrawn ? present.last_entries().value_or(edition->entries) : edition->entries;
    report.changes = edition_changes(*edition, entries, manifest, options.changes_meant);
    confirm_changes(*edition, manifest, report.changes);
  }

  writer.begin(manifest.published);
  fail_unless_publishable(manifest, writer);
  const unsigned threads = hashing_threads(options.threads, options.argon2.mem_kib);
  compute_canary(manifest);
  const Digest numbers_read = numbers.digest();
  TagStore tags(prefix_counts, layout.bits);
  hash_numbers(numbers, manifest, {threads, "hashing"},
               [&](std::uint64_t, std::uint16_t prefix, std::uint64_t tag) { tags.add(prefix, tag); });

  manifest.root = write_buckets(manifest, tags, seed, writer);
  std::vector<SampledEntry> sample = hash_sample(numbers, manifest, threads);
  if (numbers.digest() != numbers_read) throw machine_fault("its memory no longer holds the numbers that were read");
  report.hashed_again = sample.size();
  check_written_list(manifest, tags, std::move(sample), writer);

  const PublishedEdition published =
      publish_edition(manifest, Buckets::written, signer, writer, present.others, report.pin_file, options.pin);
  report.manifest_file = published.manifest_file;
  report.unpublished_removed = published.unpublished_removed;
  if (options.prune) report.editions_removed = writer.remove_other_editions();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace selfcheck::cli
