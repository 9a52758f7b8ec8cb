// The plan of a job: what list it makes of which input, and how the work is cut. Made once, by `prepare`, and never
// changed: every result names it.
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
  /// What the numbers and their tags depend on: kind, list_id, group_salt, nonce, argon2, canary (with its hash), test,
  /// k, entries, bits, values, evaluation; and texts. `root` is assemble's; so are `sequence`, dates and `withdrawn`,
  /// which are here what they would be if the job were assembled as soon as it is prepared. The canary's evaluation and
  /// proof are assemble's, too: no other stage has the key, and until then the group's generator stands in for it.
  Manifest manifest;
  // What assemble makes the dates from.
  std::optional<std::uint64_t> sequence;
  std::optional<Timestamp> published;
  std::optional<Timestamp> valid_until;
  std::uint32_t valid_days = 365;
  bool withdrawn = false;
  std::uint32_t bits_wanted = 0;  // manifest.bits are fewer if some bucket would have held less than k

  // How the work is cut. Numbers are in the order of their keys (number_key.h); a chunk is `chunk_size` of them, the
  // last of all may be shorter; a group is `group_chunks` chunks.
  std::uint64_t chunk_size = 1;
  std::uint64_t group_chunks = 1;
  bool keep_hashes = false;  // asked for

  Timestamp prepared = 0;  // by the clock of the machine that did
  IntakeCounts counts;     // with a fingerprint of each input
  std::uint64_t duplicates = 0;
  // With --base: how many of the numbers have their H from there, and how many of the base's numbers are no more.
  bool has_base = false;
  std::uint64_t known = 0;
  std::uint64_t gone = 0;
  /// The options that made it, by name: what a later command is held against, so that it can say which one differs.
  std::vector<std::pair<std::string, std::string>> asked;

  /// What results hold: T, and H if it is kept. Of a keyed list H alone: T takes the key, which only assemble has.
  [[nodiscard]] bool results_have_tags() const { return !manifest.is_keyed(); }
  [[nodiscard]] bool results_have_hashes() const { return keep_hashes || manifest.is_keyed(); }

  [[nodiscard]] std::uint64_t entries() const { return manifest.entries; }
  [[nodiscard]] std::uint64_t chunks() const { return (entries() + chunk_size - 1) / chunk_size; }
  [[nodiscard]] std::uint64_t groups() const { return (chunks() + group_chunks - 1) / group_chunks; }
  /// How many numbers a chunk has.
  [[nodiscard]] std::uint64_t size_of_chunk(std::uint64_t chunk) const;
  [[nodiscard]] std::uint64_t first_chunk_of(std::uint64_t group) const { return group * group_chunks; }
  [[nodiscard]] std::uint64_t chunks_of(std::uint64_t group) const;
  [[nodiscard]] std::uint64_t numbers_of(std::uint64_t group) const;
};

/// Cuts the work (plan/work_cut.h), by the plan's entries and the cost of its hash.
void cut_work(JobPlan& plan);

/// What plan.json may have, for which a few thousand input files are room enough.
inline constexpr std::size_t kMaxPlanSize = 16 * 1024 * 1024;

/// JSON, indented, in one form for one plan. Its `format` names the version of all of a job's files: it gets another
/// number whenever numbers are sorted, cut or hashed in another way, and a program refuses all numbers but its own.
[[nodiscard]] std::string write_plan(const JobPlan& plan);
/// Throws a Failure if it is no plan, or another version's.
[[nodiscard]] JobPlan parse_plan(ByteSpan json);
[[nodiscard]] PlanId plan_id(ByteSpan json);

}  // namespace selfcheck::cli
