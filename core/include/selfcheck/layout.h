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

/// A bucket of this many entries takes 32 KiB at p = 20.
inline constexpr std::uint64_t kTargetBucketEntries = 11'915;

struct LayoutOptions {
  std::uint32_t max_bits = 14;        // of the automatic choice
  std::uint64_t k = 100;              // fewest entries in a bucket, unless there is only one
  std::optional<std::uint32_t> bits;  // instead of the automatic choice; still lowered until k holds
  std::optional<std::uint32_t> p;     // instead of recommended_p
};

struct Layout {
  std::uint32_t bits = 0;
  ValueSpace values{};
  std::uint64_t fewest_entries = 0;  // in any bucket
  std::uint64_t most_entries = 0;
};

/// `prefix_counts[i]`: entries whose 16-bit bucket prefix is i; 2^16 of them. The fewest bits for which a bucket
/// has kTargetBucketEntries or fewer on average, at most max_bits; then fewer until every bucket has k and the
/// anonymity set is large enough. Errors: no_entries; too_many_entries if a bucket would not fit kMaxBucketFileSize.
[[nodiscard]] Result<Layout> choose_layout(Kind kind, std::span<const std::uint64_t> prefix_counts,
                                           const LayoutOptions& options);

/// The same with every bucket assumed average: what `plan` shows before there are entries.
[[nodiscard]] Result<Layout> expected_layout(Kind kind, std::uint64_t entries, const LayoutOptions& options);

}  // namespace selfcheck
