#include "selfcheck/check_session.h"

#include <gtest/gtest.h>

#include "selfcheck/canary.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/list_files.h"
#include "test_list.h"

namespace selfcheck {
namespace {

using test::error_of;
using test::kNow;
using test::mobile;
using test::OpenSession;
using test::TestList;

Error reason(const Verdict& verdict) {
  EXPECT_EQ(verdict.outcome, Outcome::could_not_tell);
  return verdict.reason;
}

TEST(CheckSession, FindsMembersAndNoOthers) {
  for (const std::uint32_t bits : {0u, 3u}) {
    const TestList list(200, bits);
    for (const unsigned member : {0u, 1u, 77u, 199u}) {
      const Verdict verdict = OpenSession(list, mobile(member)).decide(list);
      EXPECT_EQ(verdict.outcome, Outcome::found);
      EXPECT_NEAR(verdict.coincidence, 1.1e9 / (1 << 30) / (200 + 1.1e9 / (1 << 30)), 1e-9);
    }
    for (const unsigned other : {200u, 1000u}) {
      EXPECT_EQ(OpenSession(list, mobile(other)).decide(list).outcome, Outcome::not_found);
    }
  }
}

TEST(CheckSession, AVerdictStartsAsCouldNotTell) {
  EXPECT_EQ(Verdict{}.outcome, Outcome::could_not_tell);
  EXPECT_EQ(static_cast<int>(Outcome::could_not_tell), 0);
}

TEST(CheckSession, NoStepCanBeLeftOut) {
  const TestList list;
  CheckSession session{ByteArray<32>{}};
  const Error not_ready{ErrorCode::not_ready};
  const ByteSpan bucket = list.bucket_files[0];

  EXPECT_EQ(session.open_pointer(0, as_bytes(list.pointer_file)).error(), not_ready) << "no list added";
  session.add_list(list.pin);
  EXPECT_EQ(session.open_manifest(0, as_bytes(list.manifest_file), kNow).error(), not_ready);
  EXPECT_EQ(error_of(session.prove_canary(0)), not_ready);
  ASSERT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
  EXPECT_EQ(reason(session.decide(0, bucket, kNow)), not_ready) << "no manifest";
  ASSERT_TRUE(session.open_manifest(0, as_bytes(list.manifest_file), kNow));
  EXPECT_EQ(session.request(0, kNow).error(), not_ready) << "no identifier";
  EXPECT_EQ(error_of(session.hash(0)), not_ready);
  ASSERT_TRUE(session.set_identifier(Kind::mobile, mobile(1000)));
  EXPECT_EQ(reason(session.decide(0, bucket, kNow)), not_ready) << "not hashed, canary not proven";
  ASSERT_TRUE(session.hash(0));
  EXPECT_EQ(reason(session.decide(0, bucket, kNow)), not_ready) << "canary not proven";
  ASSERT_TRUE(session.prove_canary(0));
  EXPECT_EQ(session.decide(0, bucket, kNow).outcome, Outcome::not_found);
  session.clear_identifier();
  EXPECT_EQ(reason(session.decide(0, bucket, kNow)), not_ready) << "identifier cleared";
}

TEST(CheckSession, ANewIdentifierNeedsANewHash) {
  const TestList list;
  OpenSession open(list, mobile(1));
  ASSERT_TRUE(open.session.set_identifier(Kind::mobile, mobile(1000)));
  EXPECT_EQ(reason(open.decide(list)), (Error{ErrorCode::not_ready}));
  EXPECT_EQ(error_of(open.session.set_identifier(Kind::mobile, "12")).code, ErrorCode::first_digit);
  EXPECT_EQ(open.session.request(0, kNow).error().code, ErrorCode::not_ready) << "nothing is kept of a bad number";
}

TEST(CheckSession, AWrongCanaryHashStopsEverything) {
  TestList list;
  list.manifest.canary.hash[0] ^= 1;
  list.sign();
  CheckSession session{ByteArray<32>{}};
  session.add_list(list.pin);
  ASSERT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
  ASSERT_TRUE(session.open_manifest(0, as_bytes(list.manifest_file), kNow));
  EXPECT_EQ(error_of(session.prove_canary(0)).code, ErrorCode::canary_hash);
  EXPECT_EQ(error_of(session.prove_canary(0)).code, ErrorCode::canary_hash) << "and again, from what was kept";
  ASSERT_TRUE(session.set_identifier(Kind::mobile, mobile(1000)));
  ASSERT_TRUE(session.hash(0));
  EXPECT_EQ(reason(session.decide(0, list.bucket_files[0], kNow)).code, ErrorCode::canary_hash);
}

TEST(CheckSession, ABucketWithoutTheCanaryIsNoAnswer) {
  TestList list;
  // Only the canary's value is replaced. Every other value stays, and the right key signs the list.
  auto values = *elias_fano::decode(list.manifest.values, list.bodies[0]);
  SlowHash canary;
  std::copy(list.manifest.canary.hash.begin(), list.manifest.canary.hash.end(), canary.mutable_span().begin());
  const auto value = stored_value(tag(canary, list.manifest.list_id, list.manifest.nonce), list.manifest.values);
  const auto place = std::find(values.begin(), values.end(), value);
  ASSERT_NE(place, values.end());
  *place += 1;
  list.bodies[0] = *elias_fano::encode(list.manifest.values, values);
  list.rebuild();
  EXPECT_EQ(reason(OpenSession(list, mobile(1000)).decide(list)).code, ErrorCode::canary_missing);
  EXPECT_EQ(reason(OpenSession(list, mobile(1)).decide(list)).code, ErrorCode::canary_missing);
}

TEST(CheckSession, EveryBucketCanBeVerifiedWithoutANumber) {
  const TestList list(40, 2);
  CheckSession session{ByteArray<32>{}};
  session.add_list(list.pin);
  EXPECT_EQ(error_of(session.verify_bucket(0, 0, list.bucket_files[0])).code, ErrorCode::not_ready) << "not open";
  ASSERT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
  ASSERT_TRUE(session.open_manifest(0, as_bytes(list.manifest_file), kNow));
  for (std::uint32_t i = 0; i < 4; ++i) {
    const Bytes& good = list.bucket_files[i];
    EXPECT_TRUE(session.verify_bucket(0, i, good)) << i;
    EXPECT_EQ(error_of(session.verify_bucket(0, i ^ 1, good)).code, ErrorCode::bucket_proof) << i;
    EXPECT_EQ(error_of(session.verify_bucket(0, i, ByteSpan(good).first(good.size() - 1))).code,
              ErrorCode::bucket_length);
    Bytes bad = good;
    bad.front() ^= 1;
    EXPECT_EQ(error_of(session.verify_bucket(0, i, bad)).code, ErrorCode::bucket_proof) << i;
  }
  EXPECT_EQ(error_of(session.verify_bucket(0, 4, list.bucket_files[0])).code, ErrorCode::not_ready) << "no such bucket";
  EXPECT_EQ(error_of(session.verify_bucket(1, 0, list.bucket_files[0])).code, ErrorCode::not_ready) << "no such list";
}

TEST(CheckSession, ABucketThatIsProvenIsNotSoundForThat) {
  TestList list(40, 2);
  const Bytes sound = list.bodies[1];
  auto values = *elias_fano::decode(list.manifest.values, sound);
  *std::find(values.begin(), values.end(), canary_value(list.manifest)) += 1;
  const Bytes without_canary = *elias_fano::encode(list.manifest.values, values);
  const Bytes not_a_coding(sound.size(), 0xff);
  for (const auto& [body, code] :
       {std::pair(without_canary, ErrorCode::canary_missing), std::pair(not_a_coding, ErrorCode::bucket_encoding)}) {
    list.bodies[1] = body;
    list.rebuild();
    CheckSession session{ByteArray<32>{}};
    session.add_list(list.pin);
    ASSERT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
    ASSERT_TRUE(session.open_manifest(0, as_bytes(list.manifest_file), kNow));
    EXPECT_EQ(error_of(session.verify_bucket(0, 1, list.bucket_files[1])).code, code);
    EXPECT_TRUE(session.verify_bucket(0, 0, list.bucket_files[0]));
  }
}

TEST(CheckSession, AnyChangedByteOfABucketIsNoAnswer) {
  const TestList list(20, 2);
  const OpenSession open(list, mobile(1000));
  const Bytes& good = list.bucket_files[open.request().index];
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] ^= 0x10;
    EXPECT_EQ(reason(open.session.decide(0, bad, kNow)).code, ErrorCode::bucket_proof) << i;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, good.size() - 1}) {
    EXPECT_EQ(reason(open.session.decide(0, ByteSpan(good).first(size), kNow)).code, ErrorCode::bucket_length);
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(reason(open.session.decide(0, longer, kNow)).code, ErrorCode::bucket_length);
  const std::uint32_t other = open.request().index ^ 1;
  EXPECT_EQ(reason(open.session.decide(0, list.bucket_files[other], kNow)).code, ErrorCode::bucket_proof);
}

TEST(CheckSession, AnyChangedByteOfPointerOrManifestIsRefused) {
  const TestList list;
  // The first line of the pointer is an untrusted comment, as it says itself, and nothing depends on it.
  const std::size_t signed_from = list.pointer_file.find('\n') + 1;
  for (std::size_t i = signed_from; i < list.pointer_file.size(); ++i) {
    std::string bad = list.pointer_file;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    CheckSession session{ByteArray<32>{}};
    session.add_list(list.pin);
    const auto opened = session.open_pointer(0, as_bytes(bad));
    // The manifest's own signature is checked only when the manifest is opened.
    if (opened) {
      EXPECT_FALSE(session.open_manifest(0, as_bytes(list.manifest_file), kNow)) << i;
    }
  }
  for (std::size_t i = 0; i < list.manifest_file.size(); ++i) {
    std::string bad = list.manifest_file;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    CheckSession session{ByteArray<32>{}};
    session.add_list(list.pin);
    ASSERT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
    EXPECT_EQ(session.open_manifest(0, as_bytes(bad), kNow).error().code, ErrorCode::manifest_mismatch) << i;
  }
}

ErrorCode refusal(const TestList& list, Timestamp now = kNow) {
  CheckSession session{ByteArray<32>{}};
  session.add_list(list.pin);
  if (const auto opened = session.open_pointer(0, as_bytes(list.pointer_file)); !opened) return opened.error().code;
  const auto opened = session.open_manifest(0, as_bytes(list.manifest_file), now);
  return opened ? ErrorCode::none : opened.error().code;
}

TEST(CheckSession, RefusesWhatThePinDoesNotName) {
  TestList wrong_key;
  wrong_key.sign(test::secret_key(2));
  EXPECT_EQ(refusal(wrong_key), ErrorCode::signature_unknown_key);

  TestList forged;
  const auto forger = minisign::SecretKey::from_seed(ByteArray<32>{9}, forged.pin.keys[0].key_id);
  forged.sign(forger);
  EXPECT_EQ(refusal(forged), ErrorCode::signature_invalid) << "the right key id, another key";

  TestList other_list;
  other_list.manifest.list_id.fill(0x44);
  other_list.sign();
  EXPECT_EQ(refusal(other_list), ErrorCode::pinned_list_id);

  TestList other_kind;
  other_kind.manifest.kind = Kind::aadhaar;
  other_kind.sign();
  EXPECT_EQ(refusal(other_kind), ErrorCode::pinned_kind);

  TestList other_edition;
  other_edition.pin.manifest = Digest{};
  EXPECT_EQ(refusal(other_edition), ErrorCode::manifest_mismatch);

  TestList second_key;
  second_key.pin.keys.insert(second_key.pin.keys.begin(), test::secret_key(2).public_key());
  EXPECT_EQ(refusal(second_key), ErrorCode::none) << "any pinned key may sign";
}

TEST(CheckSession, RefusesWhatIsNotFresh) {
  TestList old;
  old.pin.min_sequence = 2;
  EXPECT_EQ(refusal(old), ErrorCode::sequence_too_low);

  TestList withdrawn;
  withdrawn.manifest.withdrawn = true;
  withdrawn.sign();
  EXPECT_EQ(refusal(withdrawn), ErrorCode::withdrawn);

  const TestList list;
  EXPECT_EQ(refusal(list, list.manifest.valid_until), ErrorCode::expired);
  EXPECT_EQ(refusal(list, list.manifest.valid_until - 1), ErrorCode::none);
  EXPECT_EQ(refusal(list, list.manifest.published - 1), ErrorCode::not_yet_published);
  EXPECT_EQ(refusal(list, list.manifest.published), ErrorCode::none);
}

TEST(CheckSession, WhatIsNotFreshIsDescribedAndAskedNothing) {
  TestList withdrawn;
  withdrawn.manifest.withdrawn = true;
  withdrawn.sign();
  const TestList list;
  const std::pair<const TestList*, Timestamp> cases[] = {
      {&withdrawn, kNow}, {&list, list.manifest.valid_until}, {&list, list.manifest.published - 1}};
  for (const auto& [stale, now] : cases) {
    CheckSession session{ByteArray<32>{}};
    const Error not_ready{ErrorCode::not_ready};
    session.add_list(stale->pin);
    ASSERT_TRUE(session.open_pointer(0, as_bytes(stale->pointer_file)));
    EXPECT_EQ(session.described(0).error(), not_ready);
    ASSERT_FALSE(session.open_manifest(0, as_bytes(stale->manifest_file), now));
    ASSERT_TRUE(session.described(0));
    EXPECT_EQ((*session.described(0))->sequence, stale->manifest.sequence);
    EXPECT_EQ(session.manifest(0).error(), not_ready);
    EXPECT_EQ(error_of(session.prove_canary(0)), not_ready);
    EXPECT_EQ(error_of(session.verify_bucket(0, 0, stale->bucket_files[0])), not_ready);
    ASSERT_TRUE(session.set_identifier(Kind::mobile, mobile(1000)));
    EXPECT_EQ(session.request(0, kNow).error(), not_ready);
    EXPECT_EQ(error_of(session.hash(0)), not_ready);
    EXPECT_EQ(reason(session.decide(0, stale->bucket_files[0], kNow)), not_ready);
  }
}

TEST(CheckSession, AListThatExpiresWhileThePageIsOpenIsNoAnswer) {
  const TestList list;
  const OpenSession open(list, mobile(1000));
  EXPECT_EQ(open.decide(list).outcome, Outcome::not_found);
  EXPECT_EQ(reason(open.decide(list, list.manifest.valid_until)).code, ErrorCode::expired);
}

TEST(CheckSession, AskingAListOfAnotherKindIsRefused) {
  const TestList list;
  OpenSession open(list, mobile(1));
  ASSERT_TRUE(open.session.set_identifier(Kind::aadhaar, "9999 4105 7058"));
  EXPECT_EQ(open.session.request(0, kNow).error().code, ErrorCode::pinned_kind);
  EXPECT_EQ(error_of(open.session.hash(0)).code, ErrorCode::pinned_kind);
  EXPECT_EQ(reason(open.session.decide(0, list.bucket_files[0], kNow)).code, ErrorCode::pinned_kind);
}

TEST(CheckSession, CountsWhatTheSittingDisclosed) {
  const TestList list(200, 3);
  OpenSession open(list, mobile(1));
  EXPECT_EQ(open.session.disclosed_bits(), 0u) << "asking what to fetch discloses nothing";
  EXPECT_EQ(open.request().session_bits, 3u);
  for (unsigned number = 0; number < 5; ++number) {
    ASSERT_TRUE(open.session.set_identifier(Kind::mobile, mobile(number)));
    EXPECT_FALSE(open.request().stands_out);
    EXPECT_TRUE(open.session.record_request(0));
  }
  EXPECT_EQ(open.session.disclosed_bits(), 15u);
  // A sixth number would make 18 bits, and 1.1e9 / 2^18 is 4,196.
  ASSERT_TRUE(open.session.set_identifier(Kind::mobile, mobile(6)));
  EXPECT_TRUE(open.request().stands_out);
  EXPECT_EQ(error_of(open.session.record_request(0)).code, ErrorCode::anonymity_floor);
  // The whole list can still be fetched, and the verdict given.
  ASSERT_TRUE(open.session.hash(0));
  EXPECT_EQ(open.decide(list).outcome, Outcome::found);
  EXPECT_EQ(open.session.disclosed_bits(), 15u);
}

TEST(CheckSession, OneHashServesListsThatShareSaltAndParameters) {
  const TestList first(20), second(30);
  OpenSession open(first, mobile(25));
  open.session.add_list(second.pin);
  ASSERT_TRUE(open.session.open_pointer(1, as_bytes(second.pointer_file)));
  ASSERT_TRUE(open.session.open_manifest(1, as_bytes(second.manifest_file), kNow));
  // Neither hash nor prove_canary was called for the second list.
  EXPECT_EQ(open.session.decide(0, first.bucket_files[0], kNow).outcome, Outcome::not_found);
  EXPECT_EQ(open.session.decide(1, second.bucket_files[0], kNow).outcome, Outcome::found);
}

// Adds `list` to the session and opens it.
CheckSession::ListHandle open_next(CheckSession& session, const TestList& list) {
  const auto handle = session.add_list(list.pin);
  EXPECT_TRUE(session.open_pointer(handle, as_bytes(list.pointer_file)));
  EXPECT_TRUE(session.open_manifest(handle, as_bytes(list.manifest_file), kNow));
  return handle;
}

TEST(CheckSession, AHashMadeForOneListIsNeverUsedForAnotherThatHashesDifferently) {
  // The number is in both lists, but with the first list's hash the second one would say "not found".
  const TestList first(20);
  for (const TestList::Hashing& hashing :
       {TestList::Hashing{0x99, {1, 8 * 1024}, ""}, {0x22, {2, 8 * 1024}, ""}, {0x22, {1, 9 * 1024}, ""}}) {
    const TestList second(20, 0, hashing);
    OpenSession open(first, mobile(5));
    const auto other = open_next(open.session, second);
    EXPECT_EQ(reason(open.session.decide(other, second.bucket_files[0], kNow)).code, ErrorCode::not_ready);
    ASSERT_TRUE(open.session.hash(other));
    EXPECT_EQ(reason(open.session.decide(other, second.bucket_files[0], kNow)).code, ErrorCode::not_ready)
        << "the canary is to be proven under the second list's parameters, too";
    ASSERT_TRUE(open.session.prove_canary(other));
    EXPECT_EQ(open.session.decide(other, second.bucket_files[0], kNow).outcome, Outcome::found);
    EXPECT_EQ(open.session.decide(0, first.bucket_files[0], kNow).outcome, Outcome::found);
  }
}

TEST(CheckSession, ACanaryProvenForOneListSaysNothingOfAnotherCanary) {
  const TestList first(20), second(20, 0, {0x22, {1, 8 * 1024}, "canary:0123456789abc"});
  OpenSession open(first, mobile(1000));
  const auto other = open_next(open.session, second);
  EXPECT_EQ(reason(open.session.decide(other, second.bucket_files[0], kNow)).code, ErrorCode::not_ready);
  ASSERT_TRUE(open.session.prove_canary(other));
  EXPECT_EQ(open.session.decide(other, second.bucket_files[0], kNow).outcome, Outcome::not_found);
}

TEST(CheckSession, AManifestStaysWhereItIsWhenListsAreAdded) {
  const TestList list;
  CheckSession session{ByteArray<32>{}};
  const auto handle = session.add_list(list.pin);
  ASSERT_TRUE(session.open_pointer(handle, as_bytes(list.pointer_file)));
  const Manifest* manifest = session.open_manifest(handle, as_bytes(list.manifest_file), kNow).value();
  for (int i = 0; i < 100; ++i) session.add_list(list.pin);
  EXPECT_EQ(session.manifest(handle).value(), manifest);
  EXPECT_EQ(manifest->list_id, list.pin.list_id);
}

TEST(CheckSession, AFailedRefreshLeavesNothingToAnswerFrom) {
  const TestList list;
  const std::string damaged_pointer = list.pointer_file.substr(1), damaged_manifest = list.manifest_file.substr(1);
  OpenSession open(list, mobile(1000));
  EXPECT_FALSE(open.session.open_manifest(0, as_bytes(damaged_manifest), kNow));
  EXPECT_EQ(reason(open.session.decide(0, list.bucket_files[0], kNow)).code, ErrorCode::not_ready);

  ASSERT_TRUE(open.session.open_manifest(0, as_bytes(list.manifest_file), kNow));
  EXPECT_FALSE(open.session.open_pointer(0, as_bytes(damaged_pointer)));
  EXPECT_EQ(reason(open.session.decide(0, list.bucket_files[0], kNow)).code, ErrorCode::not_ready);
  EXPECT_EQ(open.session.open_manifest(0, as_bytes(list.manifest_file), kNow).error().code, ErrorCode::not_ready)
      << "the old pointer is gone";

  ASSERT_TRUE(open.session.open_pointer(0, as_bytes(list.pointer_file)));
  EXPECT_EQ(reason(open.session.decide(0, list.bucket_files[0], kNow)).code, ErrorCode::not_ready)
      << "a new pointer needs its manifest";
}

TEST(CheckSession, ASittingNeverGoesBackToAnOlderEdition) {
  TestList list;
  list.manifest.sequence = 5;
  list.sign();
  OpenSession open(list, mobile(1000));
  TestList older;
  ASSERT_TRUE(open.session.open_pointer(0, as_bytes(older.pointer_file)));
  EXPECT_EQ(open.session.open_manifest(0, as_bytes(older.manifest_file), kNow).error().code,
            ErrorCode::sequence_too_low);
}

TEST(CheckSession, ASittingNeverGoesBackFromAnEditionThatTookTheListBack) {
  TestList list;
  OpenSession open(list, mobile(1000));
  TestList withdrawn;
  withdrawn.manifest.sequence = list.manifest.sequence + 1;
  withdrawn.manifest.withdrawn = true;
  withdrawn.sign();
  ASSERT_TRUE(open.session.open_pointer(0, as_bytes(withdrawn.pointer_file)));
  EXPECT_EQ(open.session.open_manifest(0, as_bytes(withdrawn.manifest_file), kNow).error().code, ErrorCode::withdrawn);
  ASSERT_TRUE(open.session.open_pointer(0, as_bytes(list.pointer_file)));
  EXPECT_EQ(open.session.open_manifest(0, as_bytes(list.manifest_file), kNow).error().code,
            ErrorCode::sequence_too_low);
}

TEST(CheckSession, AListThatHasExpiredIsNotAsked) {
  const TestList list;
  const OpenSession open(list, mobile(1000));
  EXPECT_EQ(open.session.request(0, list.manifest.valid_until).error().code, ErrorCode::expired);
  EXPECT_EQ(open.session.request(0, list.manifest.published - 1).error().code, ErrorCode::not_yet_published);
}

TEST(CheckSession, OutcomesAreNamed) {
  EXPECT_EQ(outcome_name(Outcome::found), "found");
  EXPECT_EQ(outcome_name(Outcome::not_found), "not_found");
  EXPECT_EQ(outcome_name(Outcome::could_not_tell), "could_not_tell");
}

TEST(CheckSession, AListThatWasNotAddedIsNotReady) {
  const TestList list(1);
  OpenSession open(list, mobile(1000));
  CheckSession& session = open.session;
  const Error not_ready{ErrorCode::not_ready};
  for (const CheckSession::ListHandle none : {std::size_t{1}, std::size_t{2}, SIZE_MAX}) {
    EXPECT_EQ(session.open_pointer(none, as_bytes(list.pointer_file)).error(), not_ready);
    EXPECT_EQ(session.open_manifest(none, as_bytes(list.manifest_file), kNow).error(), not_ready);
    EXPECT_EQ(session.manifest(none).error(), not_ready);
    EXPECT_EQ(session.described(none).error(), not_ready);
    EXPECT_EQ(error_of(session.prove_canary(none)), not_ready);
    EXPECT_EQ(session.request(none, kNow).error(), not_ready);
    EXPECT_EQ(error_of(session.record_request(none)), not_ready);
    EXPECT_EQ(error_of(session.hash(none)), not_ready);
    EXPECT_EQ(reason(session.decide(none, list.bucket_files[0], kNow)), not_ready);
  }
}

TEST(CheckSession, TheRequestIsForTheBucketOfTheNumber) {
  const TestList list(20, 2);
  OpenSession open(list, mobile(1000));
  const auto form = normalize(Kind::mobile, mobile(1000)).value();
  const BucketRequest request = open.request();
  EXPECT_EQ(request.index, bucket_index(bucket_prefix(form), 2));
  EXPECT_EQ(request.path, bucket_path(list.manifest.root, request.index));
  EXPECT_EQ(request.size, list.bucket_files[0].size());
  EXPECT_EQ(request.bits, 2u);
  EXPECT_EQ(request.anonymity_set, 275'000'000u);
  EXPECT_EQ(request.session_bits, 2u);
  EXPECT_FALSE(request.stands_out);
  ASSERT_TRUE(open.session.record_request(0));
  EXPECT_EQ(open.request().session_bits, 2u) << "the same number again tells nothing more";
  ASSERT_TRUE(open.session.set_identifier(Kind::mobile, mobile(1001)));
  EXPECT_EQ(open.request().session_bits, 4u);
  ASSERT_TRUE(open.session.set_identifier(Kind::aadhaar, "9999 4105 7058"));
  EXPECT_EQ(error_of(open.session.record_request(0)).code, ErrorCode::pinned_kind);
  open.session.clear_identifier();
  EXPECT_EQ(error_of(open.session.record_request(0)).code, ErrorCode::not_ready);
  EXPECT_EQ(open.session.disclosed_bits(), 2u);
}

TEST(CheckSession, OpeningNamesTheFilesAndReturnsWhatTheyHold) {
  const TestList list(1);
  CheckSession session{ByteArray<32>{}};
  session.add_list(list.pin);
  EXPECT_EQ(session.open_pointer(0, as_bytes(list.pointer_file)).value(),
            manifest_file(manifest_hash(as_bytes(list.manifest_file))));
  const Manifest* manifest = session.open_manifest(0, as_bytes(list.manifest_file), kNow).value();
  ASSERT_NE(manifest, nullptr);
  EXPECT_EQ(manifest->root, list.manifest.root);
  EXPECT_EQ(session.manifest(0).value(), manifest);
  EXPECT_EQ(session.described(0).value(), manifest);
  EXPECT_EQ(session.evaluation_group(0).value(), "");
  // What is refused leaves nothing of what was open.
  EXPECT_EQ(session.open_manifest(0, as_bytes(list.manifest_file.substr(1)), kNow).error().code,
            ErrorCode::manifest_mismatch);
  EXPECT_EQ(session.described(0).error().code, ErrorCode::not_ready);
  ASSERT_TRUE(session.open_manifest(0, as_bytes(list.manifest_file), kNow));
  EXPECT_EQ(session.open_pointer(0, as_bytes("x")).error().code, ErrorCode::signature_format);
  EXPECT_EQ(session.described(0).error().code, ErrorCode::not_ready);
}

TEST(CheckSession, TheSameEditionMayBeOpenedAgainAndAnOlderOneNot) {
  TestList list(1);
  list.manifest.sequence = 5;
  list.sign();
  TestList older = list;
  older.manifest.sequence = 4;
  older.sign();
  CheckSession session{ByteArray<32>{}};
  session.add_list(list.pin);
  const auto opened = [&](const TestList& edition) {
    EXPECT_TRUE(session.open_pointer(0, as_bytes(edition.pointer_file)));
    const auto manifest = session.open_manifest(0, as_bytes(edition.manifest_file), kNow);
    return manifest ? ErrorCode::none : manifest.error().code;
  };
  EXPECT_EQ(opened(older), ErrorCode::none);
  EXPECT_EQ(opened(list), ErrorCode::none);
  EXPECT_EQ(opened(list), ErrorCode::none);
  EXPECT_EQ(opened(older), ErrorCode::sequence_too_low);
  EXPECT_EQ(session.described(0).error().code, ErrorCode::not_ready);
}

}  // namespace
}  // namespace selfcheck
