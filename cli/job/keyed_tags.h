// Makes the tags of a keyed list from its slow hashes. This is the only place where numbers meet the list's key.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "input/number_key.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Returns T of each number, made from its H and y = VOPRF(K, number) by threads of its own; a number takes one core
/// some 130 us. `hashes` are in the order of `keys`. `key` is K, the key of the list that `manifest` describes, of
/// which kind, list_id, nonce and evaluation are needed. Throws a Failure if memory runs out for good, if a signal asks
/// to stop, or if a y comes out wrong (machine_fault.h).
[[nodiscard]] std::vector<std::uint64_t> keyed_tags(std::span<const NumberKey> keys,
                                                    std::span<const ByteArray<32>> hashes, const Manifest& manifest,
                                                    const voprf::Scalar& key, unsigned threads);

}  // namespace selfcheck::cli
