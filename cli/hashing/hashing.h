// This is the slow part of a build: one Argon2id hash for every number, on all cores.
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
  std::shared_ptr<const void> owner;  // keeps what the other members refer to where it is
  std::span<const NumberKey> keys;
  /// Returns H of keys[i] if it is known without hashing, or null. Where there is no such function, none is known.
  std::function<const ByteArray<32>*(std::size_t i)> known;
  Digest checksum{};  // what checksum_of() gave when they were read
};

/// Returns a checksum of the keys and of what is known of them. It tells whether memory still holds what it held when
/// they were read.
[[nodiscard]] Digest checksum_of(const ChunkNumbers& numbers);

/// What a worker has made of a chunk. It has proven the canary once more after that.
struct HashedChunk {
  std::uint64_t chunk = 0;
  ByteArray<32> canary{};           // its hash, as the worker computed it then
  std::uint64_t took_ms = 0;        // how long one thread took
  std::uint64_t known = 0;          // how many of the numbers needed no hash
  std::vector<std::uint64_t> tags;  // T, in the order of the keys; none if the list is keyed, since T takes K then
  SecretHashes hashes;              // H, in the same order; none unless they are kept, or the list is keyed
};

struct ChunkHashing {
  std::vector<std::uint64_t> chunks;  // in the order in which they are begun
  std::uint64_t numbers = 0;          // how many numbers are in all of them, for the progress line
  unsigned threads = 1;               // how many there are at most
  bool keep_hashes = false;
};

/// Returns the numbers of a chunk, or nothing if there is no need to hash it any more. It is called on any thread, and
/// may throw a Failure.
using NumbersOf = std::function<std::optional<ChunkNumbers>(std::uint64_t chunk)>;
/// Takes a chunk that was hashed. It is called on any thread, once for each, and may throw a Failure.
using TakeChunk = std::function<void(HashedChunk chunk)>;

/// Hashes chunk by chunk, by workers that start anew with each call. `manifest` needs kind, list_id, nonce, group_salt,
/// argon2 and the canary. A worker that runs out of memory leaves its chunk to the others (batches.h). Throws a Failure
/// if memory has run out for good, if a signal asks to stop (within one hash), or if a worker does not prove the
/// canary, or its numbers change in memory while it hashes them (machine_fault.h): nothing of that chunk is given to
/// `take`.
void hash_chunks(const ChunkHashing& work, const Manifest& manifest, const NumbersOf& numbers_of,
                 const TakeChunk& take);

/// What hash_again() has got, in the order of the numbers.
struct HashedAgain {
  std::vector<std::uint64_t> tags;  // T; none if the list is keyed
  SecretHashes hashes;              // H, if the list is keyed; else none
};
/// Hashes `keys` by workers that start anew, to be compared with what other workers got. Throws like hash_chunks().
[[nodiscard]] HashedAgain hash_again(std::span<const NumberKey> keys, const Manifest& manifest, unsigned threads);

}  // namespace selfcheck::cli
