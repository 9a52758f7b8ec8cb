// The Merkle tree over a list's bucket bodies. Its hash is BLAKE2b-256, and leaves and nodes are told apart as in RFC
// 6962 section 2.1. There are always 2^bits leaves, so the tree is complete. docs/FORMAT.md section 6.
#pragma once

#include <cstdint>
#include <vector>

#include "selfcheck/bytes.h"

namespace selfcheck::merkle {

/// Returns BLAKE2b-256(0x00 || body).
[[nodiscard]] Digest leaf(ByteSpan body);
/// Returns BLAKE2b-256(0x01 || left || right).
[[nodiscard]] Digest node(const Digest& left, const Digest& right);

class Tree {
 public:
  /// Ends the program unless the number of `leaves` is a power of two (1, 2, 4, ...).
  explicit Tree(std::vector<Digest> leaves);

  [[nodiscard]] const Digest& root() const { return levels_.back().front(); }
  /// Returns the siblings on the way from leaf `index` to the root, lowest first: 32 bytes for each bit of the index.
  /// Ends the program if there is no such leaf.
  [[nodiscard]] Bytes proof(std::uint32_t index) const;

 private:
  std::vector<std::vector<Digest>> levels_;  // The first level has the leaves, and the last one the root alone.
};

/// Returns the root to which `proof` leads from `leaf` at `index`. Ends the program if the size of `proof` is no
/// multiple of 32 bytes.
[[nodiscard]] Digest root_from_proof(const Digest& leaf, std::uint32_t index, ByteSpan proof);

}  // namespace selfcheck::merkle
