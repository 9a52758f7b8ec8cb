#include "hashing.h"

#include "failure.h"
#include "progress.h"
#include "selfcheck/bucket_index.h"
#include "selfcheck/tag.h"
#include "workers.h"

namespace selfcheck::cli {

std::vector<std::uint64_t> count_prefixes(const NumberSet& numbers) {
  std::vector<std::uint64_t> counts(std::size_t{1} << kMaxBits);
  for (std::uint64_t i = 0; i < numbers.size(); ++i) ++counts[bucket_prefix(numbers.at(i))];
  return counts;
}

void hash_numbers(const NumberSet& numbers, const Manifest& manifest, unsigned threads, TagStore& store) {
  Progress progress("hashing", numbers.size());
  const auto hash_one = [&](std::uint64_t i) {
    const CanonicalForm form = numbers.at(i);
    const SlowHash hash = value_or_fail(slow_hash(form.bytes(), manifest.group_salt, manifest.argon2));
    store.add(bucket_prefix(form), tag(hash, manifest.list_id, manifest.nonce));
  };
  for_each_item(
      numbers.size(), threads, [&] { return hash_one; }, [&](std::uint64_t done) { progress.update(done); });
}

}  // namespace selfcheck::cli
