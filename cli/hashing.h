// The slow part of a build: one Argon2id hash for every number, on all cores.
#pragma once

#include "number_set.h"
#include "selfcheck/manifest.h"
#include "tag_store.h"

namespace selfcheck::cli {

/// How many numbers have each 16-bit bucket prefix (bucket_index.h): 2^16 counts. Fast.
std::vector<std::uint64_t> count_prefixes(const NumberSet& numbers);

/// Puts the tag of every number into `store`. `manifest` needs list_id, nonce, group_salt and argon2. Shows progress.
/// Throws a Failure if memory runs out or a signal asks to stop.
void hash_numbers(const NumberSet& numbers, const Manifest& manifest, unsigned threads, TagStore& store);

}  // namespace selfcheck::cli
