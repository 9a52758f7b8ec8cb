#include "job/keyed_tags.h"

#include <algorithm>

#include "base/machine_fault.h"
#include "base/stop_signals.h"
#include "hashing/batches.h"
#include "hashing/hashing.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/voprf/oprf.h"

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kBatch = 256;  // numbers, which take some 30 ms

std::uint64_t keyed_tag_of(NumberKey number, const ByteArray<32>& hash, const Manifest& manifest,
                           const voprf::Scalar& key) {
  const auto y = voprf::evaluate(key, form_of(manifest.kind, number).bytes());
  if (!y) throw machine_fault("what the key makes of a number does not lead back to it");
  return edition_tag(manifest, slow_hash_of(hash), &*y);
}

}  // namespace

std::vector<std::uint64_t> keyed_tags(std::span<const NumberKey> keys, std::span<const ByteArray<32>> hashes,
                                      const Manifest& manifest, const voprf::Scalar& key, unsigned threads) {
  require(keys.size() == hashes.size());
  std::vector<std::uint64_t> tags(keys.size());
  const auto make_work = [&]() -> BatchWork {
    return [&](std::uint64_t first, std::uint64_t end) -> Result<void> {
      throw_if_stopped();
      for (std::uint64_t i = first; i < end; ++i) tags[i] = keyed_tag_of(keys[i], hashes[i], manifest, key);
      return {};
    };
  };
  const std::uint64_t batches = (keys.size() + kBatch - 1) / kBatch;
  const auto most = static_cast<unsigned>(std::min<std::uint64_t>(threads, std::max<std::uint64_t>(1, batches)));
  for_each_batch({keys.size(), kBatch, most}, make_work, [] {});
  return tags;
}

}  // namespace selfcheck::cli
