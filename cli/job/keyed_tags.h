// From H to T of a keyed list: the only place where numbers meet the key.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "input/number_key.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// T of each number, from its H and y = VOPRF(K, number), by threads that start anew: some 130 us a number of one core.
/// `hashes` are in the order of `keys`. `key`: K, of `manifest`, which needs kind, list_id, nonce and evaluation.
/// Throws a Failure: memory has run out for good, a signal asks to stop, or a y comes out wrong (machine_fault.h).
[[nodiscard]] std::vector<std::uint64_t> keyed_tags(std::span<const NumberKey> keys,
                                                    std::span<const ByteArray<32>> hashes, const Manifest& manifest,
                                                    const voprf::Scalar& key, unsigned threads);

}  // namespace selfcheck::cli
