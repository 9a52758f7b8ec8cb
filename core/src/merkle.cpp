#include "selfcheck/merkle.h"

#include <algorithm>
#include <bit>

namespace selfcheck::merkle {

namespace {

Digest hash_parts(std::uint8_t label, std::initializer_list<ByteSpan> parts) {
  Digest out{};
  crypto_generichash_blake2b_state state;
  crypto_generichash_blake2b_init(&state, nullptr, 0, out.size());
  crypto_generichash_blake2b_update(&state, &label, 1);
  for (const ByteSpan part : parts) crypto_generichash_blake2b_update(&state, part.data(), part.size());
  crypto_generichash_blake2b_final(&state, out.data(), out.size());
  return out;
}

}  // namespace

Digest leaf(ByteSpan body) { return hash_parts(0x00, {body}); }

Digest node(const Digest& left, const Digest& right) { return hash_parts(0x01, {left, right}); }

Tree::Tree(std::vector<Digest> leaves) {
  require(std::has_single_bit(leaves.size()));
  levels_.push_back(std::move(leaves));
  while (levels_.back().size() > 1) {
    const auto& below = levels_.back();
    std::vector<Digest> level;
    level.reserve(below.size() / 2);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) level.push_back(node(below[i], below[i + 1]));
    levels_.push_back(std::move(level));
  }
}

Bytes Tree::proof(std::uint32_t index) const {
  require(index < levels_.front().size());
  Bytes out;
  for (std::size_t height = 0; height + 1 < levels_.size(); ++height, index /= 2) {
    const Digest& sibling = levels_[height][index ^ 1u];
    out.insert(out.end(), sibling.begin(), sibling.end());
  }
  return out;
}

Digest root_from_proof(const Digest& leaf, std::uint32_t index, ByteSpan proof) {
  require(proof.size() % leaf.size() == 0);
  Digest current = leaf;
  for (; proof.size() >= current.size(); proof = proof.subspan(current.size()), index /= 2) {
    Digest sibling{};
    std::copy_n(proof.begin(), sibling.size(), sibling.begin());
    current = index % 2 == 0 ? node(current, sibling) : node(sibling, current);
  }
  return current;
}

}  // namespace selfcheck::merkle
