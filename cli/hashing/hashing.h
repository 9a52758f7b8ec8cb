// The slow part of a build: one Argon2id hash for every number, on all cores.
//
// No processor is trusted with it. What one computes wrongly would be a person in the leak who is told "not found", and
// nothing about the list would look odd. So every worker proves that it hashes rightly before its results count: at its
// start by libsodium's known answer and by the list's canary, and by the canary again after every chunk. A fault that
// comes and goes is what the second hash of a sample is for (sample.h, hash_again).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/locked_memory.h"
#include "input/number_key.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Puts the canary's hash into `manifest`, which needs canary.text, group_salt and argon2. Throws a Failure if this
/// machine computes Argon2id wrongly.
void compute_canary(Manifest& manifest);

/// Slow hashes, each as secret as its number.
using SecretHashes = std::vector<ByteArray<32>, LockedAllocator<ByteArray<32>>>;

[[nodiscard]] SlowHash slow_hash_of(const ByteArray<32>& bytes);

/// The numbers of one chunk.
struct ChunkNumbers {
  std::shared_ptr<const void> owner;  // keeps the rest where it is
  std::span<const NumberKey> keys;
  /// H of keys[i] if it is known without hashing, or null. Empty: none is known.
  std::function<const ByteArray<32>*(std::size_t i)> known;
  Digest checksum{};  // checksum_of() when they were read
};

/// Of the keys and of what is known of them: whether memory still holds what it held when they were read.
[[nodiscard]] Digest checksum_of(const ChunkNumbers& numbers);

/// What a worker made of a chunk, after which it has proven the canary once more.
struct HashedChunk {
  std::uint64_t chunk = 0;
  ByteArray<32> canary{};           // as the worker computed it then
  std::uint64_t took_ms = 0;        // of one thread
  std::uint64_t known = 0;          // of the numbers: those that needed no hash
  std::vector<std::uint64_t> tags;  // T, in the order of the keys; none of a keyed list, for which this takes K
  SecretHashes hashes;              // H, likewise; none unless they are kept, or the list is keyed
};

struct ChunkHashing {
  std::vector<std::uint64_t> chunks;  // which, in the order in which they are begun
  std::uint64_t numbers = 0;          // in all of them, for the progress line
  unsigned threads = 1;               // at most
  bool keep_hashes = false;
};

/// On any thread: the numbers of a chunk. Nothing: there is no need to hash it any more. May throw a Failure.
using NumbersOf = std::function<std::optional<ChunkNumbers>(std::uint64_t chunk)>;
/// On any thread, once for each chunk that was hashed. May throw a Failure.
using TakeChunk = std::function<void(HashedChunk chunk)>;

/// Hashes chunk by chunk, by workers that start anew with each call. `manifest` needs kind, list_id, nonce, group_salt,
/// argon2 and the canary. A worker that runs out of memory leaves its chunk to the others (batches.h). Throws a Failure
/// if memory has run out for good, if a signal asks to stop (within one hash), or if a worker does not prove the
/// canary, or its numbers change in memory while it hashes them (machine_fault.h): nothing of that chunk is given to
/// `take`.
void hash_chunks(const ChunkHashing& work, const Manifest& manifest, const NumbersOf& numbers_of,
                 const TakeChunk& take);

/// In the order of the numbers.
struct HashedAgain {
  std::vector<std::uint64_t> tags;  // T; none of a keyed list
  SecretHashes hashes;              // H, of a keyed list; else none
};
/// Hashes `keys` by workers that start anew: to be compared with what other workers got. Throws like hash_chunks().
[[nodiscard]] HashedAgain hash_again(std::span<const NumberKey> keys, const Manifest& manifest, unsigned threads);

}  // namespace selfcheck::cli
