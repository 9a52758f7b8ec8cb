// The plan of a job says which list it makes of which input, and how the work is cut. `prepare` makes it once, and it
// is never changed: every result names it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/intake.h"
#include "job/sealed_file.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

struct JobPlan {
  /// Holds all that the numbers and their tags depend on (kind, list_id, group_salt, nonce, argon2, canary with its
  /// hash, test, k, entries, bits, values, evaluation), and the texts. `assemble` decides the rest: `root`, and
  /// `sequence`, dates and `withdrawn`, which are here what they would be if the job were assembled as soon as it is
  /// prepared. It also makes the canary's evaluation and proof, since no other stage has the key; until then the
  /// group's generator stands in for the evaluation.
  Manifest manifest;
  // What the publisher said about the edition's number, dates and standing, which `assemble` decides; null where they
  // said nothing.
  std::optional<std::uint64_t> sequence;
  std::optional<Timestamp> published;
  std::optional<Timestamp> valid_until;
  std::uint32_t valid_days = 365;
  bool withdrawn = false;
  /// How many bits the bucket index would have for evenly spread numbers, or --bits; manifest.bits is lower if some
  /// bucket would have held fewer numbers than k.
  std::uint32_t bits_wanted = 0;

  // How the work is cut. Numbers are in the order of their keys (number_key.h). A chunk is `chunk_size` numbers, and
  // the very last one may be shorter; a group is `group_chunks` chunks.
  std::uint64_t chunk_size = 1;
  std::uint64_t group_chunks = 1;
  bool keep_hashes = false;  // the publisher asked to keep H of every number

  Timestamp prepared = 0;  // when the job was prepared, by that machine's clock
  IntakeCounts counts;     // what was read, with a fingerprint of each input file
  std::uint64_t duplicates = 0;
  // With --base, `known` of the numbers have their H from the earlier job, and `gone` of that job's numbers are not in
  // this one.
  bool has_base = false;
  std::uint64_t known = 0;
  std::uint64_t gone = 0;
  /// The options that the job was made with, by name. A later command's options are compared with them, so that it can
  /// say which one differs.
  std::vector<std::pair<std::string, std::string>> asked;

  /// Whether results hold tags (T) and slow hashes (H). A static list's hold T, and H if it is kept. A keyed list's
  /// hold H alone, since T needs the key, which only `assemble` has.
  [[nodiscard]] bool results_have_tags() const { return !manifest.is_keyed(); }
  [[nodiscard]] bool results_have_hashes() const { return keep_hashes || manifest.is_keyed(); }

  [[nodiscard]] std::uint64_t entries() const { return manifest.entries; }
  [[nodiscard]] std::uint64_t chunks() const { return (entries() + chunk_size - 1) / chunk_size; }
  [[nodiscard]] std::uint64_t groups() const { return (chunks() + group_chunks - 1) / group_chunks; }
  /// Returns how many numbers a chunk has.
  [[nodiscard]] std::uint64_t size_of_chunk(std::uint64_t chunk) const;
  [[nodiscard]] std::uint64_t first_chunk_of(std::uint64_t group) const { return group * group_chunks; }
  [[nodiscard]] std::uint64_t chunks_of(std::uint64_t group) const;
  [[nodiscard]] std::uint64_t numbers_of(std::uint64_t group) const;
};

/// Cuts the work into chunks and groups (plan/work_cut.h), by the plan's entries and the cost of its hash.
void cut_work(JobPlan& plan);

/// The largest plan.json, in bytes: room for a few thousand input files.
inline constexpr std::size_t kMaxPlanSize = 16 * 1024 * 1024;

/// Returns the plan as indented JSON, always the same bytes for the same plan. Its `format` names the version of all of
/// a job's files: the version changes whenever numbers are sorted, cut or hashed in another way, and a program refuses
/// all versions but its own.
[[nodiscard]] std::string write_plan(const JobPlan& plan);
/// Reads a plan. Throws a Failure if it is none, or another version's.
[[nodiscard]] JobPlan parse_plan(ByteSpan json);
[[nodiscard]] PlanId plan_id(ByteSpan json);

}  // namespace selfcheck::cli
