#include "selfcheck/layout.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "selfcheck/anonymity.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/manifest.h"

namespace selfcheck {

namespace {

// Returns how many entries each bucket has, as the sum of the entries of all 16-bit prefixes that begin with its index.
std::vector<std::uint64_t> bucket_counts(std::span<const std::uint64_t> prefix_counts, std::uint32_t bits) {
  std::vector<std::uint64_t> counts(std::size_t{1} << bits);
  for (std::size_t prefix = 0; prefix < prefix_counts.size(); ++prefix) {
    counts[bucket_index(static_cast<std::uint16_t>(prefix), bits)] += prefix_counts[prefix];
  }
  return counts;
}

std::uint32_t wanted_bits(std::uint64_t entries, const LayoutOptions& options) {
  if (options.bits) return std::min(*options.bits, kMaxBits);
  std::uint32_t bits = 0;
  while (bits < std::min(options.max_bits, kMaxBits) && entries > kTargetBucketEntries << bits) ++bits;
  return bits;
}

}  // namespace

Result<Layout> choose_layout(Kind kind, std::span<const std::uint64_t> prefix_counts, const LayoutOptions& options) {
  const std::uint64_t entries = std::accumulate(prefix_counts.begin(), prefix_counts.end(), std::uint64_t{0});
  if (entries == 0) return fail(ErrorCode::no_entries);
  Layout layout;
  for (layout.bits = wanted_bits(entries, options);; --layout.bits) {
    const auto counts = bucket_counts(prefix_counts, layout.bits);
    const auto [fewest, most] = std::minmax_element(counts.begin(), counts.end());
    layout.fewest_entries = *fewest;
    layout.most_entries = *most;
    if (layout.bits == 0 || (*fewest >= options.k && anonymity_set(kind, layout.bits) >= kMinAnonymitySet)) break;
  }
  const std::uint64_t count = layout.most_entries + 1;  // One more than the entries, for the canary.
  const std::uint32_t p = options.p.value_or(recommended_p(kind_traits(kind).population, entries));
  if (p < kMinP || p > kMaxP) return fail(ErrorCode::limits, "p");
  if (count > kMaxBucketFileSize) return fail(ErrorCode::too_many_entries);
  layout.values = {static_cast<std::uint32_t>(count), p};
  if (elias_fano::encoded_size(layout.values) + sizeof(Digest) * layout.bits > kMaxBucketFileSize) {
    return fail(ErrorCode::too_many_entries);
  }
  return layout;
}

Result<Layout> expected_layout(Kind kind, std::uint64_t entries, const LayoutOptions& options) {
  constexpr std::size_t kPrefixes = std::size_t{1} << kMaxBits;
  std::vector<std::uint64_t> counts(kPrefixes, entries / kPrefixes);
  // The remainder is spread so that every bucket gets its share of it, whatever `bits` will be.
  const std::uint64_t rest = entries % kPrefixes;
  for (std::size_t i = 0; i < kPrefixes; ++i) counts[i] += (i + 1) * rest / kPrefixes - i * rest / kPrefixes;
  return choose_layout(kind, counts, options);
}

}  // namespace selfcheck
