// The Merkle tree over a list's bucket bodies: BLAKE2b-256, leaves and nodes told apart as in RFC 6962 section
// 2.1. Always 2^bits leaves, so the tree is complete. docs/FORMAT.md section 6.
#pragma once

#include <cstdint>
#include <vector>

#include "selfcheck/bytes.h"

namespace selfcheck::merkle {

/// BLAKE2b-256(0x00 || body).
[[nodiscard]] Digest leaf(ByteSpan body);
/// BLAKE2b-256(0x01 || left || right).
[[nodiscard]] Digest node(const Digest& left, const Digest& right);

class Tree {
 public:
  /// Ends the program unless `leaves` holds a power of two of digests, at least one.
  explicit Tree(std::vector<Digest> leaves);

  [[nodiscard]] const Digest& root() const { return levels_.back().front(); }
  /// The siblings on the way from leaf `index` to the root, bottom-up: 32 bytes a bit. Ends the program if there is no
  /// such leaf.
  [[nodiscard]] Bytes proof(std::uint32_t index) const;

 private:
  std::vector<std::vector<Digest>> levels_;  // [0] the leaves, back() the root
};

/// The root that `proof` leads to from `leaf` at `index`. Ends the program if `proof` is no multiple of 32 bytes.
[[nodiscard]] Digest root_from_proof(const Digest& leaf, std::uint32_t index, ByteSpan proof);

}  // namespace selfcheck::merkle
