// How a list is cut into buckets. docs/FORMAT.md section 9.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "selfcheck/bucket_index.h"
#include "selfcheck/error.h"
#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// The entries that a bucket is meant to have at most, on average. As many take 32 KiB at p = 20.
inline constexpr std::uint64_t kTargetBucketEntries = 11'915;

struct LayoutOptions {
  std::uint32_t max_bits = 14;        // The most bits that the automatic choice may take.
  std::uint64_t k = 100;              // The fewest entries that a bucket may have, unless there is only one bucket.
  std::optional<std::uint32_t> bits;  // Replaces the automatic choice, and is still lowered until k holds.
  std::optional<std::uint32_t> p;     // Replaces recommended_p.
};

struct Layout {
  std::uint32_t bits = 0;
  ValueSpace values{};
  std::uint64_t fewest_entries = 0;  // How many entries the emptiest bucket has.
  std::uint64_t most_entries = 0;    // How many entries the fullest bucket has.
};

/// Chooses the fewest bits for which a bucket has kTargetBucketEntries or fewer on average, at most max_bits, and then
/// lowers them until every bucket has k entries and the anonymity set is large enough. `prefix_counts` has 2^16 counts,
/// of which count i is how many entries have the 16-bit bucket prefix i. Errors: no_entries; limits if p is not from
/// kMinP to kMaxP; too_many_entries if a bucket would not fit kMaxBucketFileSize.
[[nodiscard]] Result<Layout> choose_layout(Kind kind, std::span<const std::uint64_t> prefix_counts,
                                           const LayoutOptions& options);

/// Does what choose_layout does, on the assumption that every bucket is average. The command `plan` shows it before
/// there are entries.
[[nodiscard]] Result<Layout> expected_layout(Kind kind, std::uint64_t entries, const LayoutOptions& options);

}  // namespace selfcheck
