#include "selfcheck/bucket_builder.h"

#include <algorithm>
#include <vector>

#include "blake2b.h"
#include "selfcheck/canary.h"
#include "selfcheck/elias_fano.h"

namespace selfcheck {

namespace {

void append_u32_le(Bytes& out, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t dummy_tag(const Manifest& manifest, std::uint32_t index, std::uint32_t j, const DummySeed& seed) {
  Bytes message;
  message.insert(message.end(), manifest.list_id.begin(), manifest.list_id.end());
  message.insert(message.end(), manifest.nonce.begin(), manifest.nonce.end());
  append_u32_le(message, index);
  append_u32_le(message, j);
  return first_64_bits_le(blake2b_personal<16>("selfcheck.dummy1", message, seed.span()));
}

// Sorts `values` and removes repetitions. The first `sorted` values are already in order.
void merge_distinct(std::vector<std::uint64_t>& values, std::size_t sorted) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(sorted);
  if (!std::is_sorted(middle, values.end())) std::sort(middle, values.end());
  std::inplace_merge(values.begin(), middle, values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

Result<Bytes> build_bucket(const Manifest& manifest, std::uint32_t index, std::span<const std::uint64_t> tags,
                           const DummySeed& seed) {
  std::vector<std::uint64_t> values;
  values.reserve(manifest.values.count);
  // Values have the order of their tags, so a caller that has sorted the tags saves a sort here.
  for (const std::uint64_t t : tags) values.push_back(stored_value(t, manifest.values));
  merge_distinct(values, 0);
  values.push_back(canary_value(manifest));
  merge_distinct(values, values.size() - 1);
  if (values.size() > manifest.values.count) return fail(ErrorCode::too_many_entries);

  // Dummies are taken in the order of j, and each is kept unless its value is already there. A round takes as many as
  // are missing, so that one sort serves all of them. Which values end up in the bucket does not depend on the rounds.
  for (std::uint32_t j = 0; values.size() < manifest.values.count;) {
    const std::size_t sorted = values.size();
    for (std::size_t missing = manifest.values.count - sorted; missing > 0; --missing, ++j) {
      values.push_back(stored_value(dummy_tag(manifest, index, j, seed), manifest.values));
    }
    merge_distinct(values, sorted);
  }
  return elias_fano::encode(manifest.values, values);
}

}  // namespace selfcheck
