// Compares the functions of keyed lists with the RFCs' vectors, and with ours.
#include <gtest/gtest.h>

#include <algorithm>

#include "selfcheck/evaluation.h"
#include "selfcheck/tag.h"
#include "selfcheck/voprf/dleq.h"
#include "selfcheck/voprf/hash_to_group.h"
#include "selfcheck/voprf/oprf.h"
#include "selfcheck/voprf/proof_nonce.h"
#include "vectors.h"
#include "y_of.h"

namespace selfcheck {
namespace {

using nlohmann::json;
using test::unhex;
using test::unhex_array;
using voprf::Element;
using voprf::Scalar;

Element element(const json& hex) { return unhex_array<32>(hex); }
Scalar scalar(const json& hex) { return voprf::scalar_from_bytes(unhex_array<32>(hex)); }
Scalar scalar_of_uniform(const json& hex) { return voprf::scalar_from_uniform(unhex_array<64>(hex)); }

std::vector<Element> elements(const json& all) {
  std::vector<Element> read;
  for (const json& hex : all) read.push_back(element(hex));
  return read;
}
std::vector<Scalar> scalars_of_uniform(const json& all) {
  std::vector<Scalar> read;
  for (const json& hex : all) read.push_back(scalar_of_uniform(hex));
  return read;
}

template <std::size_t N>
std::string hex_of(const SecretBytes<N>& secret) {
  return to_hex(secret.span());
}
template <std::size_t N>
std::string hex_of(const std::optional<ByteArray<N>>& bytes) {
  return bytes ? to_hex(*bytes) : "nothing";
}

/// Returns the cases of keyed.json that have this type. The test fails if there are none.
std::vector<json> keyed(const std::string& type) {
  std::vector<json> some;
  for (const json& vector : test::cases("keyed")) {
    if (vector["type"] == type) some.push_back(vector);
  }
  EXPECT_FALSE(some.empty()) << type;
  return some;
}

voprf::EvaluationKey the_key() {
  const json vector = keyed("key").front();
  return {vector["n"], elements(vector["commitments"])};
}

TEST(Rfc9380, ExpandMessageXmd) {
  for (const auto& vector : test::cases("rfc9380")) {
    const std::string message = vector["message"], dst = vector["dst"];
    Bytes out(vector["size"].get<std::size_t>());
    voprf::expand_message_xmd({as_bytes(message)}, dst, out);
    EXPECT_EQ(to_hex(out), vector["uniform_bytes"].get<std::string>()) << test::name_of(vector);
    // The same message in pieces gives the same bytes.
    const ByteSpan whole = as_bytes(message);
    voprf::expand_message_xmd({whole.first(whole.size() / 3), {}, whole.subspan(whole.size() / 3)}, dst, out);
    EXPECT_EQ(to_hex(out), vector["uniform_bytes"].get<std::string>()) << test::name_of(vector);
  }
}

// Returns the key of DeriveKeyPair (RFC 9497 section 3.2.1), with the counter 0.
Scalar derive_key(ByteSpan seed, ByteSpan info) {
  const std::string dst = "DeriveKeyPair" + std::string(voprf::kContext);
  const ByteArray<2> info_size{0, static_cast<std::uint8_t>(info.size())};
  const std::uint8_t counter = 0;
  ByteArray<64> uniform{};
  voprf::expand_message_xmd({seed, info_size, info, ByteSpan(&counter, 1)}, dst, uniform);
  return voprf::scalar_from_uniform(uniform);
}

TEST(Rfc9497, EveryStepOfAppendixA12) {
  for (const auto& vector : test::cases("rfc9497")) {
    SCOPED_TRACE(test::name_of(vector));
    const Scalar key = scalar(vector["secret_key"]);
    EXPECT_EQ(hex_of(derive_key(unhex(vector["seed"]), unhex(vector["key_info"]))), vector["secret_key"]);
    const Element public_key = element(vector["public_key"]);
    EXPECT_EQ(voprf::multiply_generator(key), public_key);
    const auto blinded = elements(vector["blinded"]), evaluated = elements(vector["evaluated"]);
    for (std::size_t i = 0; i < blinded.size(); ++i) {
      const Bytes input = unhex(vector["inputs"][i]);
      const Scalar blind = scalar(vector["blinds"][i]);
      EXPECT_EQ(voprf::blind(input, blind), blinded[i]);
      EXPECT_EQ(voprf::blind_evaluate(key, blinded[i]), evaluated[i]);
      const auto unblinded = voprf::unblind(blind, evaluated[i]);
      ASSERT_TRUE(unblinded);
      EXPECT_EQ(hex_of(voprf::finalize(input, *unblinded)), vector["outputs"][i]);
      const auto output = voprf::evaluate(key, input);
      ASSERT_TRUE(output);
      EXPECT_EQ(hex_of(*output), vector["outputs"][i]);
    }
    const auto proof =
        voprf::generate_proof(key, public_key, blinded, evaluated, scalar(vector["proof_random_scalar"]));
    EXPECT_EQ(hex_of(proof), vector["proof"]);
    EXPECT_TRUE(voprf::verify_proof(public_key, blinded, evaluated, unhex_array<64>(vector["proof"])));
    if (blinded.size() > 1) {
      const std::vector<Element> swapped(evaluated.rbegin(), evaluated.rend());
      EXPECT_FALSE(voprf::verify_proof(public_key, blinded, swapped, unhex_array<64>(vector["proof"])));
    }
  }
}

TEST(KeyedVectors, AKeyInShares) {
  for (const auto& vector : keyed("key")) {
    const Scalar key = scalar_of_uniform(vector["key_uniform"]);
    EXPECT_EQ(hex_of(key), vector["key"]);
    const auto dealt = voprf::deal(key, scalars_of_uniform(vector["coefficients_uniform"]), vector["n"]);
    ASSERT_TRUE(dealt);
    EXPECT_EQ(dealt->key.threshold(), vector["threshold"]);
    EXPECT_EQ(dealt->key.commitments, elements(vector["commitments"]));
    EXPECT_TRUE(voprf::validate(dealt->key));
    EXPECT_EQ(voprf::share_public_key(dealt->key, 0), dealt->key.public_key());
    for (std::uint32_t i = 1; i <= dealt->key.n; ++i) {
      EXPECT_EQ(hex_of(dealt->shares[i - 1]), vector["shares"][i - 1]);
      EXPECT_EQ(hex_of(voprf::share_public_key(dealt->key, i)), vector["share_keys"][i - 1]);
    }
  }
}

TEST(KeyedVectors, HashToGroup) {
  for (const auto& vector : keyed("hash_to_group")) {
    EXPECT_EQ(to_hex(voprf::hash_to_group(as_bytes(vector["input"].get_ref<const std::string&>()))), vector["element"]);
  }
}

TEST(KeyedVectors, ProofsAndWhatTheyAreMadeOf) {
  for (const auto& vector : keyed("proof")) {
    SCOPED_TRACE(test::name_of(vector));
    const Scalar key = scalar(vector["key"]), nonce = scalar_of_uniform(vector["nonce_uniform"]);
    const Element public_key = element(vector["public_key"]), c = element(vector["c"]), d = element(vector["d"]);
    EXPECT_EQ(voprf::multiply(key, c), d);
    EXPECT_EQ(hex_of(nonce), vector["nonce"]);
    EXPECT_EQ(hex_of(voprf::generate_proof(key, public_key, {&c, 1}, {&d, 1}, nonce)), vector["proof"]);
    EXPECT_TRUE(voprf::verify_proof(public_key, {&c, 1}, {&d, 1}, unhex_array<64>(vector["proof"])));
    const Element m = element(vector["m"]);
    EXPECT_EQ(voprf::multiply(scalar(vector["weight"]), c), m);
    EXPECT_EQ(hex_of(voprf::multiply(key, m)), vector["z"]);
    EXPECT_EQ(hex_of(voprf::multiply_generator(nonce)), vector["t2"]);
    EXPECT_EQ(hex_of(voprf::multiply(nonce, m)), vector["t3"]);
  }
}

TEST(KeyedVectors, Finalize) {
  for (const auto& vector : keyed("finalize")) {
    const std::string input = vector["input"];
    EXPECT_EQ(hex_of(voprf::finalize(as_bytes(input), element(vector["evaluated"]))), vector["y"]);
  }
}

TEST(KeyedVectors, AQuestion) {
  for (const auto& vector : keyed("blind")) {
    const std::string input = vector["input"];
    const auto uniform = unhex_array<64>(vector["uniform"]);
    const Scalar blind = voprf::scalar_from_uniform(uniform);
    EXPECT_EQ(hex_of(blind), vector["blind"]);
    EXPECT_EQ(hex_of(voprf::inverse(blind)), vector["inverse"]);
    const auto blinded = blind_input(as_bytes(input), uniform);
    ASSERT_TRUE(blinded);
    EXPECT_EQ(to_hex(*blinded), vector["blinded"]);
    for (const auto& answer : keyed("answer")) {
      const auto share_key = voprf::share_public_key(the_key(), answer["index"]);
      ASSERT_TRUE(share_key);
      EXPECT_EQ(to_hex(write_question(*share_key, *blinded)), answer["question"]);
      const auto read = read_question(unhex(answer["question"]));
      ASSERT_TRUE(read);
      EXPECT_EQ(read->share_key, *share_key);
      EXPECT_EQ(read->blinded, *blinded);
    }
  }
}

TEST(KeyedVectors, AnswersFromWhichYComes) {
  const Element blinded = element(keyed("blind").front()["blinded"]);
  std::vector<Bytes> bodies;
  for (const auto& vector : keyed("answer")) {
    const auto share_key = voprf::share_public_key(the_key(), vector["index"]);
    EXPECT_EQ(hex_of(verify_answer(*share_key, blinded, unhex(vector["answer"]))), vector["evaluated"]);
    bodies.push_back(unhex(vector["answer"]));
  }
  for (const auto& vector : keyed("combine")) {
    SCOPED_TRACE(test::name_of(vector));
    const std::vector<std::uint32_t> indices = vector["indices"];
    std::vector<EvaluatorAnswer> answers;
    std::vector<Element> evaluated;
    for (std::size_t i = 0; i < indices.size(); ++i) {
      EXPECT_EQ(hex_of(voprf::lagrange(indices, indices[i])), vector["weights"][i]);
      answers.push_back({indices[i], 200, 0, bodies[indices[i] - 1]});
      evaluated.push_back(unhex_array<32>(to_hex(bodies[indices[i] - 1]).substr(32, 64)));
    }
    const auto combined = voprf::combine(indices, evaluated);
    EXPECT_EQ(hex_of(combined), vector["evaluated"]);
    const auto uniform = unhex_array<64>(vector["uniform"]);
    EXPECT_EQ(hex_of(voprf::unblind(voprf::scalar_from_uniform(uniform), *combined)), vector["unblinded"]);
    const std::string input = vector["input"];
    const auto y = test::y_of(the_key(), as_bytes(input), uniform, blinded, answers);
    ASSERT_TRUE(y);
    EXPECT_EQ(hex_of(*y), vector["y"]);
    const auto by_the_key = voprf::evaluate(scalar(keyed("key").front()["key"]), as_bytes(input));
    ASSERT_TRUE(by_the_key);
    EXPECT_EQ(hex_of(*by_the_key), vector["y"]);
  }
}

TEST(KeyedVectors, Tags) {
  for (const auto& vector : keyed("tag")) {
    SlowHash hash;
    voprf::Output y;
    ASSERT_TRUE(from_hex(vector["h"].get<std::string>(), hash.mutable_span()));
    ASSERT_TRUE(from_hex(vector["y"].get<std::string>(), y.mutable_span()));
    const auto tag = keyed_tag(hash, unhex_array<16>(vector["list_id"]), unhex_array<16>(vector["nonce"]), y);
    EXPECT_EQ(tag, test::u64(vector["tag"])) << test::name_of(vector);
    EXPECT_EQ(stored_value(tag, {vector["bucket_values"], vector["p"]}), test::u64(vector["value"]));
  }
}

TEST(KeyedVectors, WhatIsNoElementIsTakenNowhere) {
  const Scalar two = voprf::scalar_from_integer(2);
  for (const auto& vector : keyed("no_element")) {
    SCOPED_TRACE(test::name_of(vector));
    const Element none = element(vector["element"]), g = voprf::generator();
    EXPECT_FALSE(voprf::is_element(none));
    EXPECT_FALSE(voprf::multiply(two, none));
    EXPECT_FALSE(voprf::blind_evaluate(two, none));
    EXPECT_FALSE(voprf::unblind(two, none));
    EXPECT_FALSE(voprf::generate_proof(two, g, {&none, 1}, {&g, 1}, two));
    const std::uint32_t index = 1;
    EXPECT_FALSE(voprf::combine({&index, 1}, {&none, 1}));
    EXPECT_FALSE(answer_question(two, write_question(g, none), ByteArray<32>{}));
    EXPECT_EQ(voprf::validate({1, {none}}).error().code, ErrorCode::evaluation_key);
    EXPECT_EQ(voprf::validate({2, {g, none}}).error().code, ErrorCode::evaluation_key);
    // What is no element is put into each place of a proof that would otherwise be good.
    const Element doubled = *voprf::multiply(two, g);
    const auto proof = voprf::generate_proof(two, doubled, {&g, 1}, {&doubled, 1}, voprf::scalar_from_integer(3));
    ASSERT_TRUE(proof);
    EXPECT_TRUE(voprf::verify_proof(doubled, {&g, 1}, {&doubled, 1}, *proof));
    EXPECT_FALSE(voprf::verify_proof(none, {&g, 1}, {&doubled, 1}, *proof));
    EXPECT_FALSE(voprf::verify_proof(doubled, {&none, 1}, {&doubled, 1}, *proof));
    EXPECT_FALSE(voprf::verify_proof(doubled, {&g, 1}, {&none, 1}, *proof));
  }
}

TEST(KeyedVectors, AnswersThatAreNotGood) {
  const Element blinded = element(keyed("blind").front()["blinded"]);
  for (const auto& vector : keyed("bad_answer")) {
    EXPECT_FALSE(verify_answer(*voprf::share_public_key(the_key(), vector["index"]), blinded, unhex(vector["answer"])))
        << test::name_of(vector);
  }
}

}  // namespace
}  // namespace selfcheck
