#include "hashing/hashing.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <chrono>

#include "base/machine_fault.h"
#include "base/stop_signals.h"
#include "hashing/batches.h"
#include "hashing/system_argon2.h"
#include "hashing/tag_source.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

// How many numbers are hashed between two proofs of the canary. In a long list one hash in a thousand is a proof's,
// some two minutes of one core apart at the default cost. In a short list a worker has several batches all the same, so
// that no thread waits for another's last one.
constexpr std::uint64_t kMostInBatch = 1024, kFewestInBatch = 64, kBatchesOfWorker = 4;

std::uint64_t batch_size(std::uint64_t count, unsigned threads) {
  return std::clamp(count / (threads * kBatchesOfWorker), kFewestInBatch, kMostInBatch);
}

tl::unexpected<Error> same_error(const Error& error) { return tl::unexpected<Error>(error); }

// Throws if a hash is wrong, since that is no error of one thread's but a machine's fault.
template <typename T>
Result<T> right_or_fault(Result<T> proven) {
  if (proven || proven.error().code != ErrorCode::canary_hash) return proven;
  throw machine_fault(proven.error().place == TagSource::kKnownAnswer
                          ? "Argon2id of a text whose hash is known came out as something else"
                          : "a thread that hashes got another hash for the canary than the list was prepared with");
}

// Hashes on one thread. It hashes nothing before it has proven itself, and nothing of it counts before it has done so
// again.
class Worker {
 public:
  explicit Worker(const Manifest& manifest) : kind_(manifest.kind), source_(manifest) {}

  Result<SlowHash> prove() {
    auto proven = right_or_fault(source_.prove());
    proven_ = proven.has_value();
    return proven;
  }
  Result<void> prove_first() {
    if (proven_) return {};
    if (const auto proven = prove(); !proven) return same_error(proven.error());
    return {};
  }
  [[nodiscard]] Result<SlowHash> hash(NumberKey key) const {
    throw_if_stopped();
    const CanonicalForm form = form_of(kind_, key);
    // The number was prepared elsewhere. In another bucket nobody would find it, and what is no number is somebody's
    // that was changed.
    if (number_key(form) != key || normalize(kind_, form.digits()) != form) {
      throw machine_fault("a number is not what was prepared: it lies with another bucket, or is none");
    }
    return source_.hash(form);
  }
  [[nodiscard]] std::uint64_t tag(const SlowHash& hash) const { return source_.tag(hash); }

 private:
  Kind kind_;
  TagSource source_;
  bool proven_ = false;
};

// Counts how many numbers have been hashed by all threads, less those of a chunk that is left to somebody else.
class Count {
 public:
  explicit Count(std::atomic<std::uint64_t>& all) : all_(all) {}
  Count(const Count&) = delete;
  Count& operator=(const Count&) = delete;
  ~Count() { all_ -= mine_; }

  void add_one() {
    ++all_;
    ++mine_;
  }
  void keep() { mine_ = 0; }

 private:
  std::atomic<std::uint64_t>& all_;
  std::uint64_t mine_ = 0;
};

ByteArray<32> copy_of(const SlowHash& hash) {
  ByteArray<32> bytes{};
  std::copy(hash.span().begin(), hash.span().end(), bytes.begin());
  return bytes;
}

struct Wanted {
  bool tags, hashes;
};

// Hashes the numbers of a chunk. The only error is out_of_memory.
Result<HashedChunk> hash_chunk(Worker& worker, const ChunkNumbers& numbers, Wanted wanted, Count& count) {
  const auto start = std::chrono::steady_clock::now();
  if (auto right = worker.prove_first(); !right) return same_error(right.error());
  HashedChunk chunk;
  if (wanted.tags) chunk.tags.reserve(numbers.keys.size());
  if (wanted.hashes) chunk.hashes.reserve(numbers.keys.size());
  for (std::size_t i = 0; i < numbers.keys.size(); ++i) {
    const ByteArray<32>* known = numbers.known ? numbers.known(i) : nullptr;
    const auto hash = known != nullptr ? slow_hash_of(*known) : worker.hash(numbers.keys[i]);
    if (!hash) return same_error(hash.error());
    if (known != nullptr) ++chunk.known;
    if (wanted.tags) chunk.tags.push_back(worker.tag(*hash));
    if (wanted.hashes) chunk.hashes.push_back(copy_of(*hash));
    count.add_one();
  }
  const auto canary = worker.prove();
  if (!canary) return same_error(canary.error());
  chunk.canary = copy_of(*canary);
  if (checksum_of(numbers) != numbers.checksum) {
    throw machine_fault("its memory no longer holds the numbers that were read");
  }
  const auto took = std::chrono::steady_clock::now() - start;
  chunk.took_ms = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  return chunk;
}

}  // namespace

SlowHash slow_hash_of(const ByteArray<32>& bytes) {
  SlowHash hash;
  std::copy(bytes.begin(), bytes.end(), hash.mutable_span().begin());
  return hash;
}

void compute_canary(Manifest& manifest) {
  compare_with_system_argon2();
  manifest.canary.hash = copy_of(value_or_fail(right_or_fault(TagSource(manifest).canary())));
}

Digest checksum_of(const ChunkNumbers& numbers) {
  Digest digest{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(numbers.keys.data()),
                            numbers.keys.size_bytes());
  for (std::size_t i = 0; numbers.known && i < numbers.keys.size(); ++i) {
    const ByteArray<32>* known = numbers.known(i);
    if (known != nullptr) crypto_generichash_update(&state, known->data(), known->size());
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  sodium_memzero(&state, sizeof state);
  return digest;
}

void hash_chunks(const ChunkHashing& work, const Manifest& manifest, const NumbersOf& numbers_of,
                 const TakeChunk& take) {
  compare_with_system_argon2();
  Progress progress("hashing", work.numbers);
  std::atomic<std::uint64_t> hashed{0};
  const Wanted wanted{.tags = !manifest.is_keyed(), .hashes = manifest.is_keyed() || work.keep_hashes};
  const auto make_work = [&]() -> BatchWork {
    const auto worker = std::make_shared<Worker>(manifest);
    return [&, worker](std::uint64_t first, std::uint64_t end) -> Result<void> {
      for (std::uint64_t i = first; i < end; ++i) {
        const auto numbers = numbers_of(work.chunks[i]);
        if (!numbers) continue;
        Count count(hashed);
        auto chunk = hash_chunk(*worker, *numbers, wanted, count);
        if (!chunk) return same_error(chunk.error());
        chunk->chunk = work.chunks[i];
        take(*std::move(chunk));
        count.keep();
      }
      return {};
    };
  };
  for_each_batch({work.chunks.size(), 1, work.threads}, make_work, [&] { progress.update(hashed); });
}

HashedAgain hash_again(std::span<const NumberKey> keys, const Manifest& manifest, unsigned threads) {
  compare_with_system_argon2();
  const Wanted wanted{.tags = !manifest.is_keyed(), .hashes = manifest.is_keyed()};
  HashedAgain again;
  if (wanted.tags) again.tags.resize(keys.size());
  if (wanted.hashes) again.hashes.resize(keys.size());
  Progress progress("hashing a sample again", keys.size());
  std::atomic<std::uint64_t> hashed{0};
  const auto make_work = [&]() -> BatchWork {
    const auto worker = std::make_shared<Worker>(manifest);
    return [&, worker](std::uint64_t first, std::uint64_t end) -> Result<void> {
      const std::size_t size = end - first;
      const auto batch = keys.subspan(first, size);
      ChunkNumbers numbers{.owner = {}, .keys = batch, .known = {}};
      numbers.checksum = checksum_of(numbers);
      Count count(hashed);
      const auto chunk = hash_chunk(*worker, numbers, wanted, count);
      if (!chunk) return same_error(chunk.error());
      const auto at = static_cast<std::ptrdiff_t>(first);
      if (wanted.tags) std::copy(chunk->tags.begin(), chunk->tags.end(), again.tags.begin() + at);
      if (wanted.hashes) std::copy(chunk->hashes.begin(), chunk->hashes.end(), again.hashes.begin() + at);
      count.keep();
      return {};
    };
  };
  for_each_batch({keys.size(), batch_size(keys.size(), threads), threads}, make_work, [&] { progress.update(hashed); });
  return again;
}

}  // namespace selfcheck::cli
