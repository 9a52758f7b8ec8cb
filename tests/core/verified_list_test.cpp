// What a client believes of a pointer, a manifest and a bucket: each refusal with its reason, on either side of each
// bound.
#include "selfcheck/verified_list.h"

#include <gtest/gtest.h>

#include "selfcheck/list_files.h"
#include "test_list.h"

namespace selfcheck {
namespace {

using test::kNow;
using test::secret_key;
using test::TestList;

class VerifiedList : public ::testing::Test {
 protected:
  [[nodiscard]] Error pointer_error(const std::string& file) const {
    const auto pointer = verify_pointer(list_.pin, as_bytes(file));
    return pointer ? Error{} : pointer.error();
  }
  [[nodiscard]] Error manifest_error(const Pin& pin, std::string_view file) const {
    const auto pointer = verify_pointer(list_.pin, as_bytes(list_.pointer_file)).value();
    const auto manifest = verify_manifest(pin, pointer, as_bytes(file));
    return manifest ? Error{} : manifest.error();
  }
  // Signs `message` under the trusted comment that names the list's manifest.
  [[nodiscard]] std::string pointer_to(const minisign::SecretKey& key, std::string_view message) const {
    const auto good = minisign::parse_signature(as_bytes(list_.pointer_file)).value();
    return minisign::format_signature(key.sign(as_bytes(message), good.trusted_comment), "");
  }

  TestList list_{1};
};

TEST_F(VerifiedList, APointerIsThePinnedKeysWord) {
  const auto pointer = verify_pointer(list_.pin, as_bytes(list_.pointer_file));
  ASSERT_TRUE(pointer);
  EXPECT_EQ(pointer->key, secret_key(1).public_key());
  EXPECT_EQ(pointer->manifest_hash, manifest_hash(as_bytes(list_.manifest_file)));
  EXPECT_EQ(pointer_error("x"), Error{ErrorCode::signature_format});
  EXPECT_EQ(pointer_error(pointer_to(secret_key(2), list_.manifest_file)),
            (Error{ErrorCode::signature_unknown_key, kPointerFile}));
  const auto forger = minisign::SecretKey::from_seed(ByteArray<32>{9}, list_.pin.keys[0].key_id);
  EXPECT_EQ(pointer_error(pointer_to(forger, list_.manifest_file)),
            (Error{ErrorCode::signature_invalid, kPointerFile}));
  const std::string names_none =
      minisign::format_signature(secret_key(1).sign(as_bytes(list_.manifest_file), "names no manifest"), "");
  EXPECT_EQ(pointer_error(names_none).code, ErrorCode::pointer_format);
}

TEST_F(VerifiedList, AnyOfThePinnedKeysMaySign) {
  const auto second = secret_key(2).public_key();
  list_.pin.keys.push_back(second);
  EXPECT_EQ(pointer_error(list_.pointer_file), Error{}) << "the first one signs";
  const auto by_second = verify_pointer(list_.pin, as_bytes(pointer_to(secret_key(2), list_.manifest_file)));
  ASSERT_TRUE(by_second);
  EXPECT_EQ(by_second->key, second);
  // Another key has the id of the one that signs, and comes before it.
  auto same_id = secret_key(3).public_key();
  same_id.key_id = list_.pin.keys[0].key_id;
  list_.pin.keys.insert(list_.pin.keys.begin(), same_id);
  EXPECT_EQ(pointer_error(list_.pointer_file), Error{});
  // A key that did not sign comes after it, or after the forged id.
  list_.pin.keys = {same_id, second};
  EXPECT_EQ(pointer_error(list_.pointer_file), (Error{ErrorCode::signature_invalid, kPointerFile}));
  list_.pin.keys.clear();
  EXPECT_EQ(pointer_error(list_.pointer_file), (Error{ErrorCode::signature_unknown_key, kPointerFile}));
}

TEST_F(VerifiedList, APinMayNameTheManifest) {
  list_.pin.manifest = manifest_hash(as_bytes(list_.manifest_file));
  EXPECT_EQ(pointer_error(list_.pointer_file), Error{});
  (*list_.pin.manifest)[31] ^= 1;
  EXPECT_EQ(pointer_error(list_.pointer_file), (Error{ErrorCode::manifest_mismatch, "pin"}));
}

TEST_F(VerifiedList, AManifestIsTheOneThatThePointerNames) {
  EXPECT_EQ(manifest_error(list_.pin, list_.manifest_file), Error{});
  EXPECT_EQ(manifest_error(list_.pin, list_.manifest_file + " "), (Error{ErrorCode::manifest_mismatch, "manifest"}));
  EXPECT_EQ(manifest_error(list_.pin, std::string(kMaxManifestSize, ' ')),
            (Error{ErrorCode::manifest_mismatch, "manifest"}));
  EXPECT_EQ(manifest_error(list_.pin, std::string(kMaxManifestSize + 1, ' ')),
            (Error{ErrorCode::json_too_large, "manifest"}));
  Pin other_id = list_.pin, other_kind = list_.pin;
  other_id.list_id[15] ^= 1;
  other_kind.kind = Kind::aadhaar;
  EXPECT_EQ(manifest_error(other_id, list_.manifest_file), Error{ErrorCode::pinned_list_id});
  EXPECT_EQ(manifest_error(other_kind, list_.manifest_file), Error{ErrorCode::pinned_kind});
}

TEST_F(VerifiedList, APointerThatNamesAManifestDoesNotSignIt) {
  // The key's holder has signed the comment, and with it the signature of another message.
  const auto pointer = verify_pointer(list_.pin, as_bytes(pointer_to(secret_key(1), "another message")));
  ASSERT_TRUE(pointer);
  EXPECT_EQ(verify_manifest(list_.pin, *pointer, as_bytes(list_.manifest_file)).error(),
            (Error{ErrorCode::signature_invalid, "manifest"}));
}

TEST_F(VerifiedList, ASignedManifestStillHasToBeOne) {
  const std::string text = "{}";
  list_.manifest_file = text;
  const auto comment = pointer_comment(manifest_hash(as_bytes(text)));
  list_.pointer_file = minisign::format_signature(secret_key(1).sign(as_bytes(text), comment), "");
  EXPECT_EQ(manifest_error(list_.pin, text), parse_manifest(as_bytes(text)).error());
}

TEST_F(VerifiedList, FreshnessIsDecidedToTheSecondAndInOneOrder) {
  const auto code = [&](Timestamp now) {
    const auto fresh = check_freshness(list_.pin, list_.manifest, now);
    return fresh ? ErrorCode::none : fresh.error().code;
  };
  EXPECT_EQ(code(list_.manifest.published - 1), ErrorCode::not_yet_published);
  EXPECT_EQ(code(list_.manifest.published), ErrorCode::none);
  EXPECT_EQ(code(list_.manifest.valid_until - 1), ErrorCode::none);
  EXPECT_EQ(code(list_.manifest.valid_until), ErrorCode::expired);
  list_.pin.min_sequence = list_.manifest.sequence;
  EXPECT_EQ(code(kNow), ErrorCode::none);
  list_.manifest.withdrawn = true;
  EXPECT_EQ(code(list_.manifest.valid_until), ErrorCode::withdrawn);
  list_.pin.min_sequence = list_.manifest.sequence + 1;
  EXPECT_EQ(code(kNow), ErrorCode::sequence_too_low) << "an old edition says nothing of the list";
}

}  // namespace
}  // namespace selfcheck
