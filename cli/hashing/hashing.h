// The slow part of a build: one Argon2id hash for every number, on all cores.
//
// No processor is trusted with it. What one computes wrongly would be a person in the leak who is told "not found", and
// nothing about the list would look odd. So every worker proves that it hashes rightly before its results count: at its
// start by libsodium's known answer and by the list's canary, and by the canary again after every batch. A fault that
// comes and goes is what the second hash of a sample is for (sample.h, written_list_check.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "input/number_set.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// How many numbers have each 16-bit bucket prefix (bucket_index.h): 2^16 counts. Fast.
std::vector<std::uint64_t> count_prefixes(const NumberSet& numbers);

/// Puts the canary's hash into `manifest`, which needs canary.text, group_salt and argon2. Throws a Failure if this
/// machine computes Argon2id wrongly.
void compute_canary(Manifest& manifest);

/// Of a number: the bucket prefix and the tag. Called on any thread, once for each number, after the worker that hashed
/// it has proven itself again.
using TakeTag = std::function<void(std::uint64_t position, std::uint16_t prefix, std::uint64_t tag)>;

struct HashingOptions {
  unsigned threads = 1;
  std::string label;  // of the progress line
};

/// Hashes the numbers at `positions`, by workers that start anew with each call. `manifest` needs list_id, nonce,
/// group_salt, argon2 and the canary. Throws a Failure if a worker does not prove the canary, if memory has run out for
/// good, or if a signal asks to stop.
void hash_numbers(const NumberSet& numbers, const std::vector<std::uint64_t>& positions, const Manifest& manifest,
                  const HashingOptions& options, const TakeTag& take);
/// The same for all numbers.
void hash_numbers(const NumberSet& numbers, const Manifest& manifest, const HashingOptions& options,
                  const TakeTag& take);

}  // namespace selfcheck::cli
