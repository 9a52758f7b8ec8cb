#include "hashing/hashing.h"

#include <algorithm>
#include <atomic>

#include "base/machine_fault.h"
#include "base/stop_signals.h"
#include "hashing/batches.h"
#include "hashing/system_argon2.h"
#include "selfcheck/bucket_index.h"
#include "selfcheck/canary.h"
#include "selfcheck/tag.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

// Numbers between two proofs of the canary: one hash in a thousand, some two minutes of one core at the default cost.
// In a short list a worker has several batches all the same, so that no thread waits for another's last one.
constexpr std::uint64_t kMostInBatch = 1024, kFewestInBatch = 64, kBatchesOfWorker = 4;

std::uint64_t batch_size(std::uint64_t count, unsigned threads) {
  return std::clamp(count / (threads * kBatchesOfWorker), kFewestInBatch, kMostInBatch);
}

Result<void> prove_worker(const Manifest& manifest) {
  auto proven = prove_canary(manifest);
  if (!proven && proven.error().code == ErrorCode::canary_hash) {
    throw machine_fault("a thread that hashes got another hash for the canary than this machine had before");
  }
  return proven;
}

Result<void> prove_known_answer() {
  const auto right = slow_hash_self_test();
  if (!right && right.error().code == ErrorCode::canary_hash) {
    throw machine_fault("Argon2id of a text whose hash is known came out as something else");
  }
  return right;
}

struct Hashed {
  std::uint64_t position;
  std::uint16_t prefix;
  std::uint64_t tag;
};

template <typename At>
void hash_all(std::uint64_t count, const At& number_at, const Manifest& manifest, const HashingOptions& options,
              const TakeTag& take) {
  Progress progress(options.label, count);
  std::atomic<std::uint64_t> hashed{0};
  const auto make_work = [&]() -> BatchWork {
    return [&, proven = false](std::uint64_t first, std::uint64_t end) mutable -> Result<void> {
      if (!proven) {
        if (auto right = prove_known_answer(); !right) return right;
        if (auto right = prove_worker(manifest); !right) return right;
        proven = true;
      }
      std::vector<Hashed> batch;
      batch.reserve(end - first);
      const auto give_up = [&](const Error& error) -> Result<void> {
        hashed -= batch.size();  // somebody else will hash them
        return tl::unexpected<Error>(error);
      };
      for (std::uint64_t i = first; i < end; ++i) {
        throw_if_stopped();
        const auto [position, form] = number_at(i);
        const auto hash = slow_hash(form.bytes(), manifest.group_salt, manifest.argon2);
        if (!hash) return give_up(hash.error());
        batch.push_back({position, bucket_prefix(form), tag(*hash, manifest.list_id, manifest.nonce)});
        ++hashed;
      }
      if (const auto right = prove_worker(manifest); !right) return give_up(right.error());
      for (const Hashed& one : batch) take(one.position, one.prefix, one.tag);
      return {};
    };
  };
  for_each_batch({count, batch_size(count, options.threads), options.threads}, make_work,
                 [&] { progress.update(hashed); });
}

}  // namespace

std::vector<std::uint64_t> count_prefixes(const NumberSet& numbers) {
  std::vector<std::uint64_t> counts(std::size_t{1} << kMaxBits);
  for (std::uint64_t i = 0; i < numbers.size(); ++i) ++counts[bucket_prefix(numbers.at(i))];
  return counts;
}

void compute_canary(Manifest& manifest) {
  compare_with_system_argon2();
  if (const auto right = prove_known_answer(); !right) throw Failure::from(right.error());
  const SlowHash hash = value_or_fail(slow_hash(as_bytes(manifest.canary.text), manifest.group_salt, manifest.argon2));
  std::copy(hash.span().begin(), hash.span().end(), manifest.canary.hash.begin());
}

void hash_numbers(const NumberSet& numbers, const std::vector<std::uint64_t>& positions, const Manifest& manifest,
                  const HashingOptions& options, const TakeTag& take) {
  const auto number_at = [&](std::uint64_t i) { return std::pair(positions[i], numbers.at(positions[i])); };
  hash_all(positions.size(), number_at, manifest, options, take);
}

void hash_numbers(const NumberSet& numbers, const Manifest& manifest, const HashingOptions& options,
                  const TakeTag& take) {
  const auto number_at = [&](std::uint64_t i) { return std::pair(i, numbers.at(i)); };
  hash_all(numbers.size(), number_at, manifest, options, take);
}

}  // namespace selfcheck::cli
