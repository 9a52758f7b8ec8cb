#include "selfcheck/merkle.h"

#include <gtest/gtest.h>

#include "vectors.h"

namespace selfcheck {
namespace {

TEST(Merkle, Vectors) {
  for (const auto& vector : test::cases("merkle")) {
    const std::string root = vector["root"];
    if (vector["type"] == "proof") {
      const Digest leaf = merkle::leaf(test::unhex(vector["body"]));
      const Bytes proof = test::unhex(vector["proof"]);
      const bool holds = proof.size() == vector["bits"].get<std::size_t>() * sizeof(Digest) &&
                         to_hex(merkle::root_from_proof(leaf, vector["index"], proof)) == root;
      EXPECT_EQ(holds, vector["valid"]) << test::name_of(vector);
      continue;
    }
    ASSERT_EQ(vector["type"], "tree");
    std::vector<Digest> leaves;
    for (const auto& body : vector["bodies"]) leaves.push_back(merkle::leaf(test::unhex(body)));
    const merkle::Tree tree(leaves);
    EXPECT_EQ(to_hex(tree.root()), root);
    for (std::uint32_t i = 0; i < leaves.size(); ++i) {
      EXPECT_EQ(to_hex(leaves[i]), vector["leaves"][i].get<std::string>());
      EXPECT_EQ(to_hex(tree.proof(i)), vector["proofs"][i].get<std::string>());
    }
  }
}

TEST(Merkle, BrokenPreconditionsEndTheProgram) {
  EXPECT_DEATH_IF_SUPPORTED(merkle::Tree({}), "");
  EXPECT_DEATH_IF_SUPPORTED(merkle::Tree(std::vector<Digest>(3)), "");
  EXPECT_DEATH_IF_SUPPORTED((void)merkle::Tree(std::vector<Digest>(4)).proof(4), "");
  EXPECT_DEATH_IF_SUPPORTED((void)merkle::root_from_proof({}, 0, Bytes(31)), "");
}

}  // namespace
}  // namespace selfcheck
