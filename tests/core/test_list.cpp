#include "test_list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "selfcheck/bucket_builder.h"
#include "selfcheck/bucket_index.h"
#include "selfcheck/canary.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"

namespace selfcheck::test {

std::string mobile(unsigned number) {
  std::string digits = std::to_string(number);
  return "6" + std::string(9 - digits.size(), '0') + digits;
}

minisign::SecretKey secret_key(std::uint8_t seed) {
  ByteArray<32> bytes{};
  bytes.fill(seed);
  return minisign::SecretKey::from_seed(bytes, {seed});
}

TestList::TestList(unsigned count, std::uint32_t bits, const Hashing& hashing) {
  manifest.list_id.fill(0x11);
  manifest.published = kNow - kSecondsPerDay;
  manifest.valid_until = kNow + 99 * kSecondsPerDay;
  manifest.test = true;
  manifest.group_salt.fill(hashing.salt);
  manifest.argon2 = hashing.argon2;
  manifest.nonce.fill(0x33);
  manifest.entries = count;
  manifest.k = 1;
  manifest.bits = bits;
  manifest.texts = {{"en", "A test list", "Tests", "", ""}};
  manifest.canary.text = hashing.canary_text.empty() ? canary_text(manifest.group_salt) : hashing.canary_text;
  const auto canary = slow_hash(as_bytes(manifest.canary.text), manifest.group_salt, manifest.argon2).value();
  std::copy(canary.span().begin(), canary.span().end(), manifest.canary.hash.begin());

  pin.id = "test";
  pin.url = "lists/test/";
  pin.keys = {secret_key(1).public_key()};
  pin.list_id = manifest.list_id;
  if (hashing.evaluators != nullptr) {
    manifest.evaluation = hashing.evaluators->key;
    EXPECT_TRUE(evaluate_canary(manifest, hashing.evaluators->secret, ByteArray<32>{}));
    pin.evaluators = hashing.evaluators->pins();
  }

  std::vector<std::vector<std::uint64_t>> tags(std::size_t{1} << bits);
  for (unsigned i = 0; i < count; ++i) {
    const auto form = normalize(Kind::mobile, mobile(i)).value();
    const auto hash = slow_hash(form.bytes(), manifest.group_salt, manifest.argon2).value();
    std::optional<voprf::Output> y;
    if (hashing.evaluators != nullptr) y = voprf::evaluate(hashing.evaluators->secret, form.bytes());
    tags[bucket_index(bucket_prefix(form), bits)].push_back(edition_tag(manifest, hash, y ? &*y : nullptr));
  }
  std::size_t most = 0;
  for (const auto& bucket : tags) most = std::max(most, bucket.size());
  manifest.values = {static_cast<std::uint32_t>(most + 1), 30};
  DummySeed seed;
  for (std::uint32_t i = 0; i < tags.size(); ++i) bodies.push_back(build_bucket(manifest, i, tags[i], seed).value());
  rebuild();
}

void TestList::sign(const minisign::SecretKey& key) {
  manifest_file = write_manifest(manifest);
  pointer_file = minisign::format_signature(
      key.sign(as_bytes(manifest_file), pointer_comment(manifest_hash(as_bytes(manifest_file)))), "a test's");
}

void TestList::rebuild() {
  std::vector<Digest> leaves;
  for (const Bytes& body : bodies) leaves.push_back(merkle::leaf(body));
  const merkle::Tree tree(leaves);
  manifest.root = tree.root();
  bucket_files.clear();
  for (std::uint32_t i = 0; i < bodies.size(); ++i) {
    Bytes file = bodies[i];
    const Bytes proof = tree.proof(i);
    file.insert(file.end(), proof.begin(), proof.end());
    bucket_files.push_back(std::move(file));
  }
  sign();
}

OpenSession::OpenSession(const TestList& list, std::string_view typed) {
  session.add_list(list.pin);
  EXPECT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
  EXPECT_TRUE(session.open_manifest(0, as_bytes(list.manifest_file), kNow));
  EXPECT_TRUE(session.prove_canary(0));
  EXPECT_TRUE(session.set_identifier(list.manifest.kind, typed));
  EXPECT_TRUE(session.hash(0));
}

}  // namespace selfcheck::test
