// A keyed list is built, and then numbers are looked up in it with its key, and with shares of the key.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "files/files.h"
#include "job/build.h"
#include "job_fixture.h"
#include "selfcheck/canary.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/evaluation.h"
#include "selfcheck/list_files.h"
#include "selfcheck/verified_list.h"
#include "selfcheck/voprf/oprf.h"
#include "share/deal.h"

namespace selfcheck::cli {
namespace {

std::vector<CanonicalForm> forms(std::uint64_t first, std::uint64_t count) {
  std::vector<CanonicalForm> all;
  for (std::uint64_t i = first; i < first + count; ++i) {
    all.push_back(CanonicalForm::from_valid_digits(Kind::mobile, std::to_string(9'000'000'000 + i * 765'431)));
  }
  return all;
}

class KeyedList : public TestDirectory {
 protected:
  void SetUp() override {
    ASSERT_GE(sodium_init(), 0);  // The program does the same at its start.
    const auto now = system_time();
    deal_shares(k_, {.threshold = 2, .count = 3, .not_after = now + 300 * kSecondsPerDay, .out = root_ / "key"},
                {"", "", "", ""});
    const auto signer = minisign::SecretKey::from_seed(SecretBytes<32>{}.span(), {});
    const auto key_file = signer.format_file("", {});
    create_file(root_ / "my.key", as_bytes(*key_file), kPrivateFile);
    std::string input;
    for (const CanonicalForm& form : members_) input += std::string(form.digits()) + "\n";
    create_file(root_ / "input", as_bytes(input), kPrivateFile);
  }

  BuildOptions options() const {
    BuildOptions options;
    options.prepare.input.paths = {(root_ / "input").native()};
    ListOptions& list = options.prepare.list;
    list.test = true;
    list.argon2 = {1, 8 * 1024};
    list.layout.k = 5;
    list.layout.bits = 2;
    list.english.title = list.english.publisher = "Test";
    list.evaluation = root_ / "key" / kEvaluationFile;
    options.assemble.secret_key = root_ / "my.key";
    options.assemble.out = root_ / "list";
    options.assemble.list_key.share = root_ / "key" / share_file_name(0);
    options.assemble.pin.evaluators = {{1, "https://a.example/"}, {2, "https://b.example/"}};
    options.threads = 2;
    return options;
  }

  // Returns whether the list on the disk holds the number, with this y.
  bool holds(const Manifest& manifest, const CanonicalForm& form, const voprf::Output& y) const {
    const auto hash = slow_hash(form.bytes(), manifest.group_salt, manifest.argon2);
    const std::uint32_t bucket = bucket_index(bucket_prefix(form), manifest.bits);
    const auto file = read_file(root_ / "list" / bucket_path(manifest.root, bucket), kMaxBucketFileSize);
    const auto values = verify_bucket(manifest, bucket, *file);
    return std::binary_search(values->begin(), values->end(),
                              stored_value(edition_tag(manifest, *hash, &y), manifest.values));
  }

  voprf::Scalar k_ = new_key();
  std::vector<CanonicalForm> members_ = forms(1, 60), others_ = forms(100, 40);
};

TEST_F(KeyedList, HoldsItsNumbersAndNoOthers) {
  const BuildReport report = build_list(options(), system_time);
  const Manifest& manifest = report.edition.manifest;
  ASSERT_TRUE(manifest.is_keyed());
  EXPECT_TRUE(prove_canary(manifest));
  // The manifest's file is in the one form that the builder writes, and says what was built.
  const auto file = read_file(root_ / "list" / report.edition.manifest_file, kMaxManifestSize);
  EXPECT_EQ(as_text(*file), write_manifest(manifest));
  for (const CanonicalForm& form : members_) EXPECT_TRUE(holds(manifest, form, *voprf::evaluate(k_, form.bytes())));
  for (const CanonicalForm& form : others_) EXPECT_FALSE(holds(manifest, form, *voprf::evaluate(k_, form.bytes())));
  // Another key finds nobody.
  const voprf::Scalar other = new_key();
  for (const CanonicalForm& form : members_) EXPECT_FALSE(holds(manifest, form, *voprf::evaluate(other, form.bytes())));
}

// A client's steps are done with the shares that were dealt.
TEST_F(KeyedList, AnyTwoSharesDecideAndOneDoesNot) {
  const Manifest manifest = build_list(options(), system_time).edition.manifest;
  std::vector<voprf::Scalar> shares;
  for (std::uint32_t i = 1; i <= 3; ++i) {
    const SealedShare share = read_share(root_ / "key" / share_file_name(i));
    EXPECT_EQ(share.description.key, *manifest.evaluation);
    shares.push_back(open_share(share, {}));
  }
  SecretBytes<64> uniform;
  randombytes_buf(uniform.mutable_span().data(), uniform.span().size());
  const ByteArray<32> random{};
  for (const auto& [form, found] : {std::pair(members_[7], true), std::pair(others_[7], false)}) {
    const auto blinded = blind_input(form.bytes(), uniform.span());
    std::vector<EvaluationAnswer> bodies;
    for (std::uint32_t i = 1; i <= 3; ++i) {
      const auto question = write_question(*voprf::share_public_key(*manifest.evaluation, i), *blinded);
      bodies.push_back(*answer_question(shares[i - 1], question, random));
    }
    const auto y_of = [&](std::vector<std::uint32_t> indices) -> std::optional<voprf::Output> {
      std::vector<EvaluatorAnswer> answers;
      for (const std::uint32_t i : indices) answers.push_back({.index = i, .status = 200, .body = bodies[i - 1]});
      voprf::Output y;
      if (!evaluate_input(*manifest.evaluation, form.bytes(), uniform.span(), *blinded, answers, y))
        return std::nullopt;
      return y;
    };
    for (const auto& pair : {std::vector<std::uint32_t>{1, 2}, {1, 3}, {2, 3}}) {
      EXPECT_EQ(holds(manifest, form, *y_of(pair)), found);
    }
    EXPECT_FALSE(y_of({2}));
  }
}

// Between hashing and assembling, a job knows nothing that the key is needed for.
TEST_F(KeyedList, ResultsHoldHashesAndNoTags) {
  BuildOptions build = options();
  build.job = root_ / "job";
  const BuildReport report = build_list(build, system_time);
  const Job job = open_job(build.job);
  const ChunkStore store(job);
  for (std::uint64_t chunk = 0; chunk < job.plan.chunks(); ++chunk) {
    const auto result = store.read(chunk);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->tags.empty());
    EXPECT_EQ(result->hashes.size(), job.plan.size_of_chunk(chunk));
  }
  EXPECT_EQ(job.plan.manifest.canary.evaluation, voprf::generator());
  EXPECT_NE(report.edition.manifest.canary.evaluation, voprf::generator());
}

}  // namespace
}  // namespace selfcheck::cli
