// A bucket file of a small list that the input shapes: its geometry, its entries, and what is done to the file before
// it is read.
#include <algorithm>
#include <array>
#include <vector>

#include "expect.h"
#include "input.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/canary.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/merkle.h"
#include "selfcheck/verified_list.h"

using namespace selfcheck;

namespace {

// Returns the root of the bodies' tree, by the formulas of docs/FORMAT.md section 6.
Digest root_of(std::span<const Bytes> bodies) {
  Bytes message{0x00};
  if (bodies.size() == 1) {
    message.insert(message.end(), bodies[0].begin(), bodies[0].end());
  } else {
    message = {0x01};
    for (const auto half : {bodies.first(bodies.size() / 2), bodies.last(bodies.size() / 2)}) {
      const Digest root = root_of(half);
      message.insert(message.end(), root.begin(), root.end());
    }
  }
  Digest digest{};
  crypto_generichash_blake2b(digest.data(), digest.size(), message.data(), message.size(), nullptr, 0);
  return digest;
}

bool holds(const std::vector<std::uint64_t>& values, std::uint64_t value) {
  return std::binary_search(values.begin(), values.end(), value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  Manifest manifest;
  manifest.bits = input.below(4);
  manifest.values = {1 + input.below(12), kMinP + input.below(kMaxP - kMinP + 1)};
  manifest.canary.hash = input.array<32>();
  DummySeed seed;
  seed.mutable_span()[0] = input.byte();

  // The buckets. One of them, perhaps, is a body that the input gives, which the publisher signed although it is none.
  std::vector<std::vector<std::uint64_t>> tags(manifest.bucket_count());
  std::vector<Bytes> bodies;
  for (std::uint32_t i = 0; i < manifest.bucket_count(); ++i) {
    for (std::uint32_t count = input.below(manifest.values.count + 2); count > 0; --count) {
      tags[i].push_back(input.number(2) << 48);
    }
    auto body = build_bucket(manifest, i, tags[i], seed);
    if (!body) {
      EXPECT(body.error().code == ErrorCode::too_many_entries && tags[i].size() >= manifest.values.count);
      return 0;
    }
    // The same tags, manifest and seed give the same bytes, in whatever order the tags are.
    std::reverse(tags[i].begin(), tags[i].end());
    EXPECT(build_bucket(manifest, i, tags[i], seed) == body);
    bodies.push_back(std::move(*body));
  }
  const std::uint32_t index = input.below(static_cast<std::uint32_t>(manifest.bucket_count()));
  const Bytes intact = bodies[index];
  const bool spoiled = input.below(4) == 0;
  if (spoiled) {
    const Bytes other = fuzz::edited(intact, input);
    if (other.size() == intact.size()) bodies[index] = other;
  }

  std::vector<Digest> leaves;
  for (const Bytes& body : bodies) leaves.push_back(merkle::leaf(body));
  const merkle::Tree tree(leaves);
  manifest.root = tree.root();
  EXPECT(tree.root() == root_of(bodies));
  const Bytes proof = tree.proof(index);
  EXPECT(merkle::root_from_proof(leaves[index], index, proof) == tree.root());

  // The honest file is sound if its body is: then it has the canary and every entry.
  Bytes file = bodies[index];
  file.insert(file.end(), proof.begin(), proof.end());
  EXPECT(file.size() == manifest.bucket_file_size());
  const auto values = verify_bucket(manifest, index, file);
  if (bodies[index] == intact) {
    EXPECT(values && holds(*values, canary_value(manifest)));
    for (const std::uint64_t tag : tags[index]) EXPECT(holds(*values, stored_value(tag, manifest.values)));
  } else if (!values) {
    EXPECT(values.error().code == ErrorCode::bucket_encoding || values.error().code == ErrorCode::canary_missing);
  } else {
    EXPECT(holds(*values, canary_value(manifest)));
    EXPECT(elias_fano::encode(manifest.values, *values) == bodies[index]);
  }

  // Nothing but the honest file is taken for it, and it for no other bucket's.
  const Bytes damaged = fuzz::edited(file, input);
  const auto read = verify_bucket(manifest, index, damaged);
  EXPECT(damaged == file ? read == values : !read);
  for (std::uint32_t i = 0; i < manifest.bucket_count(); ++i) {
    if (i != index && bodies[i] != bodies[index]) EXPECT(!verify_bucket(manifest, i, file));
  }
  return 0;
}
