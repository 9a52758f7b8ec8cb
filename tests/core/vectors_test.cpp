// The shared vectors of what a client reads: keys, signatures, pins, manifests, and whole checks.
#include "vectors.h"

#include <gtest/gtest.h>

#include <set>

#include "selfcheck/bucket_builder.h"
#include "selfcheck/canary.h"
#include "selfcheck/check_session.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/layout.h"
#include "selfcheck/merkle.h"

namespace selfcheck {
namespace {

/// Returns a document that a vector has as text, or as hex where it is no UTF-8, and perhaps pads it with spaces.
Bytes document_of(const nlohmann::json& vector, const std::string& field) {
  Bytes bytes;
  if (vector.contains(field + "_hex")) {
    bytes = test::unhex(vector[field + "_hex"]);
  } else {
    const std::string text = vector[field];
    bytes.assign(text.begin(), text.end());
  }
  if (vector.contains("pad_to")) bytes.resize(vector["pad_to"], ' ');
  return bytes;
}

template <typename T>
void expect_outcome(const Result<T>& result, const nlohmann::json& vector) {
  const std::string expected = vector.value("error", "none");
  EXPECT_EQ(error_name(result ? ErrorCode::none : result.error().code), expected) << test::name_of(vector);
}

TEST(ManifestVectors, AreReadOrRefusedWithTheirReason) {
  for (const auto& vector : test::cases("manifest")) {
    const auto manifest = parse_manifest(document_of(vector, "manifest"));
    expect_outcome(manifest, vector);
    if (manifest) {
      EXPECT_TRUE(parse_manifest(as_bytes(write_manifest(*manifest)))) << test::name_of(vector);
    }
  }
}

TEST(ManifestVectors, OurOwnFormIsReproducedByteForByte) {
  const auto vector = test::cases("manifest")[0];
  ASSERT_EQ(vector["name"], "as our builder writes it");
  EXPECT_EQ(write_manifest(*parse_manifest(document_of(vector, "manifest"))), vector["manifest"].get<std::string>());
}

TEST(PinsVectors, AreReadOrRefusedWithTheirReason) {
  for (const auto& vector : test::cases("pins")) {
    const auto pins = parse_pins(document_of(vector, "pins"));
    expect_outcome(pins, vector);
    if (pins) {
      EXPECT_TRUE(parse_pins(as_bytes(write_pins(*pins)))) << test::name_of(vector);
    }
  }
}

TEST(MinisignVectors, PublicKeys) {
  for (const auto& vector : test::cases("minisign")) {
    if (vector["type"] != "public_key") continue;
    const auto key = minisign::parse_public_key(vector["public_key"].get<std::string>());
    expect_outcome(key, vector);
    if (!key || vector.contains("error")) continue;
    EXPECT_EQ(to_hex(key->key_id), vector["key_id"].get<std::string>());
    EXPECT_EQ(to_hex(key->key), vector["key"].get<std::string>());
  }
}

TEST(MinisignVectors, SecretKeysSignTheSameBytes) {
  for (const auto& vector : test::cases("minisign")) {
    if (vector["type"] != "secret_key") continue;
    const auto key = minisign::SecretKey::parse_file(vector["secret_key_file"].get<std::string>(), "");
    ASSERT_TRUE(key) << test::name_of(vector);
    EXPECT_EQ(minisign::format_public_key(key->public_key()), vector["public_key"].get<std::string>());
    const auto signature = key->sign(test::unhex(vector["message"]), vector["trusted_comment"]);
    EXPECT_EQ(to_hex(signature.signature), vector["signature"].get<std::string>());
    EXPECT_EQ(to_hex(signature.global_signature), vector["global_signature"].get<std::string>());
  }
}

TEST(MinisignVectors, Signatures) {
  for (const auto& vector : test::cases("minisign")) {
    if (vector["type"] != "signature") continue;
    const auto key = minisign::parse_public_key(vector["public_key"].get<std::string>()).value();
    const auto signature = minisign::parse_signature(document_of(vector, "file"));
    Result<void> verified;
    if (!signature) {
      verified = fail(signature.error().code);
    } else {
      verified = minisign::verify_trusted_comment(*signature, key);
      if (verified) verified = minisign::verify_message(*signature, key, test::unhex(vector["message"]));
    }
    expect_outcome(verified, vector);
    if (verified) {
      EXPECT_EQ(signature->trusted_comment, vector["trusted_comment"].get<std::string>());
    }
  }
}

TEST(LayoutVectors, PrecisionAnonymityAndCoincidence) {
  for (const auto& vector : test::cases("layout")) {
    const Kind kind = kind_from_name(vector["kind"].get<std::string>()).value();
    if (vector["type"] == "p") {
      EXPECT_EQ(recommended_p(kind_traits(kind).population, vector["entries"]), vector["p"]) << test::name_of(vector);
    } else if (vector["type"] == "anonymity") {
      EXPECT_EQ(anonymity_set(kind, vector["bits"]), vector["anonymity_set"]) << test::name_of(vector);
      const bool allowed = vector["bits"] <= kMaxBits && anonymity_set(kind, vector["bits"]) >= kMinAnonymitySet;
      EXPECT_EQ(allowed, vector["allowed"]) << test::name_of(vector);
    } else {
      ASSERT_EQ(vector["type"], "coincidence");
      EXPECT_NEAR(coincidence_probability(kind, vector["entries"], vector["p"]), vector["probability"], 1e-12)
          << test::name_of(vector);
    }
  }
}

TEST(BuilderVectors, ListsAreTheSameByteForByte) {
  for (const auto& vector : test::cases("builder")) {
    SCOPED_TRACE(test::name_of(vector));
    Manifest manifest;
    manifest.kind = kind_from_name(vector["kind"].get<std::string>()).value();
    manifest.list_id = test::unhex_array<16>(vector["list_id"]);
    manifest.nonce = test::unhex_array<16>(vector["nonce"]);
    manifest.group_salt = test::unhex_array<16>(vector["group_salt"]);
    manifest.argon2 = {vector["ops"], vector["mem_kib"]};
    manifest.canary = {canary_text(manifest.group_salt), test::unhex_array<32>(vector["canary_hash"])};
    EXPECT_EQ(manifest.canary.text, vector["canary_text"].get<std::string>());
    EXPECT_EQ(to_hex(slow_hash(as_bytes(manifest.canary.text), manifest.group_salt, manifest.argon2)->span()),
              vector["canary_hash"].get<std::string>());
    DummySeed seed;
    ASSERT_TRUE(from_hex(vector["seed"].get<std::string>(), seed.mutable_span()));

    std::vector<std::uint64_t> counts(1u << kMaxBits);
    std::vector<std::pair<std::uint16_t, std::uint64_t>> entries;
    const std::set<std::string> distinct(vector["numbers"].begin(), vector["numbers"].end());
    for (const std::string& number : distinct) {
      const auto form = normalize(manifest.kind, number);
      ASSERT_TRUE(form);
      const auto hash = slow_hash(form->bytes(), manifest.group_salt, manifest.argon2);
      entries.emplace_back(bucket_prefix(*form), tag(*hash, manifest.list_id, manifest.nonce));
      ++counts[entries.back().first];
    }
    EXPECT_EQ(entries.size(), vector["entries"]);
    LayoutOptions options;
    options.bits = vector["bits"].get<std::uint32_t>();
    options.p = vector["p"].get<std::uint32_t>();
    options.k = 1;
    const auto layout = choose_layout(manifest.kind, counts, options);
    ASSERT_TRUE(layout);
    EXPECT_EQ(layout->bits, vector["bits"]);
    EXPECT_EQ(layout->values.count, vector["bucket_values"]);
    manifest.values = layout->values;

    std::vector<Digest> leaves;
    for (const auto& bucket : vector["buckets"]) {
      const std::uint32_t index = bucket["index"];
      std::vector<std::uint64_t> tags;
      for (const auto& [prefix, t] : entries) {
        if (bucket_index(prefix, layout->bits) == index) tags.push_back(t);
      }
      const auto body = build_bucket(manifest, index, tags, seed);
      ASSERT_TRUE(body);
      EXPECT_EQ(to_hex(*body), bucket["body"].get<std::string>());
      leaves.push_back(merkle::leaf(*body));
    }
    const merkle::Tree tree(leaves);
    EXPECT_EQ(to_hex(tree.root()), vector["root"].get<std::string>());
    for (const auto& bucket : vector["buckets"]) {
      EXPECT_EQ(to_hex(tree.proof(bucket["index"])), bucket["proof"].get<std::string>());
    }
  }
}

/// The files of a check: those of its list, some of which its own replace.
class Files {
 public:
  Files(const nlohmann::json& list, const nlohmann::json& own) : files_(list) { files_.update(own); }

  /// Returns a file as a server would, or nothing if it isn't there. `null` says that a file of the list isn't there.
  [[nodiscard]] std::optional<Bytes> get(const std::string& path) const {
    if (!files_.contains(path) || files_[path].is_null()) return std::nullopt;
    const std::string text = files_[path];
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    Bytes bytes(text.size() / 4 * 3 - padding);
    EXPECT_TRUE(from_base64(text, bytes)) << path;
    return bytes;
  }

 private:
  nlohmann::json files_;
};

/// What a check asked for.
struct Asked {
  std::string bucket;  // The bucket file's path.
  std::optional<EvaluatorsRequest> evaluators;
};

Result<void> ask_evaluators(CheckSession& session, const nlohmann::json& vector, Timestamp now, Asked& asked) {
  const auto uniform = test::unhex_array<64>(vector["uniform"]);
  auto request = session.ask_evaluators(0, uniform, now);
  if (!request) return tl::unexpected<Error>(request.error());
  asked.evaluators = std::move(*request);
  std::vector<Bytes> bodies;
  std::vector<EvaluatorAnswer> answers;
  bodies.reserve(vector["answers"].size());
  for (const auto& answer : vector["answers"]) {
    bodies.push_back(test::unhex(answer.value("body", "")));
    answers.push_back({answer["index"], answer["status"], answer.value("retry_after", 0u), bodies.back()});
  }
  return session.evaluate(0, uniform, asked.evaluators->blinded, answers);
}

/// Makes a check from pins to verdict, as a client does.
Verdict run_check(const nlohmann::json& vector, const Files& files, Asked& asked) {
  const auto refused = [](const Error& reason) { return Verdict{Outcome::could_not_tell, reason, 0.0}; };
  const std::string pins_text = vector["pins"].dump();
  const auto pins = parse_pins(as_bytes(pins_text));
  if (!pins) return refused(pins.error());
  CheckSession session(ByteArray<32>{});
  for (const Pin& pin : *pins) {
    if (pin.id == vector["pin"]) session.add_list(pin);
  }
  const Timestamp now = parse_timestamp(vector["now"].get<std::string>()).value();

  const auto manifest_name = session.open_pointer(0, *files.get("current.minisig"));
  if (!manifest_name) return refused(manifest_name.error());
  const auto manifest = session.open_manifest(0, *files.get(*manifest_name), now);
  if (!manifest) return refused(manifest.error());
  if (const auto proven = session.prove_canary(0); !proven) return refused(proven.error());
  const Kind kind = kind_from_name(vector["kind"].get<std::string>()).value();
  if (const auto set = session.set_identifier(kind, vector["typed"].get<std::string>()); !set) {
    return refused(set.error());
  }
  const auto request = session.request(0, now);
  if (!request) return refused(request.error());
  asked.bucket = request->path;
  if (const auto hashed = session.hash(0); !hashed) return refused(hashed.error());
  if (!session.evaluation_group(0)->empty()) {
    if (const auto evaluated = ask_evaluators(session, vector, now, asked); !evaluated) {
      return refused(evaluated.error());
    }
  }
  return session.decide(0, *files.get(request->path), now);
}

/// Calls `check(vector, verdict, asked)` for each case of the file.
template <typename Check>
void run_checks(const std::string& name, Check check) {
  const nlohmann::json document = test::vectors_file(name);
  ASSERT_GT(document["cases"].size(), 50u);
  for (const auto& vector : document["cases"]) {
    const Files files(document["lists"][vector["list"].get<std::string>()], vector["files"]);
    Asked asked;
    const Verdict verdict = run_check(vector, files, asked);
    EXPECT_EQ(outcome_name(verdict.outcome), vector["outcome"].get<std::string>()) << test::name_of(vector);
    EXPECT_EQ(error_name(verdict.reason.code), vector.value("error", "none")) << test::name_of(vector);
    EXPECT_EQ(asked.bucket, vector.value("request", "")) << test::name_of(vector);
    check(vector, verdict, asked);
  }
}

TEST(CheckVectors, GiveTheirVerdictAndReason) {
  run_checks("checks", [](const auto& vector, const Verdict&, const Asked& asked) {
    EXPECT_FALSE(asked.evaluators) << test::name_of(vector);
  });
}

TEST(KeyedCheckVectors, AskAndGiveTheirVerdictAndReason) {
  run_checks("keyed_checks", [](const auto& vector, const Verdict& verdict, const Asked& asked) {
    EXPECT_EQ(verdict.reason.number, vector.value("number", 0u)) << test::name_of(vector);
    ASSERT_EQ(asked.evaluators.has_value(), vector.contains("questions")) << test::name_of(vector);
    if (!asked.evaluators) return;
    EXPECT_EQ(to_hex(asked.evaluators->blinded), vector["blinded"].template get<std::string>());
    nlohmann::json questions;
    for (const auto& [index, url, body] : asked.evaluators->questions) {
      questions.push_back({{"index", index}, {"url", url}, {"body", to_hex(body)}});
    }
    EXPECT_EQ(questions, vector["questions"]) << test::name_of(vector);
  });
}

}  // namespace
}  // namespace selfcheck
