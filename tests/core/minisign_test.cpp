#include "selfcheck/minisign.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "test_list.h"

namespace selfcheck {
namespace {

using minisign::SecretKey;

const ByteSpan kMessage = as_bytes("a manifest");

TEST(Minisign, SignsAndVerifies) {
  const SecretKey key = test::secret_key(1);
  const auto file = minisign::format_signature(key.sign(kMessage, "what is signed"), "by a test");
  const auto signature = minisign::parse_signature(as_bytes(file));
  ASSERT_TRUE(signature);
  EXPECT_EQ(signature->trusted_comment, "what is signed");
  EXPECT_TRUE(minisign::verify_trusted_comment(*signature, key.public_key()));
  EXPECT_TRUE(minisign::verify_message(*signature, key.public_key(), kMessage));
  EXPECT_EQ(minisign::verify_message(*signature, key.public_key(), as_bytes("another")).error().code,
            ErrorCode::signature_invalid);
  EXPECT_EQ(minisign::verify_message(*signature, test::secret_key(2).public_key(), kMessage).error().code,
            ErrorCode::signature_unknown_key);
}

TEST(Minisign, TheTrustedCommentIsSigned) {
  const SecretKey key = test::secret_key(1);
  auto signature = key.sign(kMessage, "comment");
  signature.trusted_comment = "commenu";
  EXPECT_EQ(minisign::verify_trusted_comment(signature, key.public_key()).error().code, ErrorCode::signature_invalid);
}

TEST(Minisign, PublicKeysRoundTrip) {
  const auto key = test::secret_key(1).public_key();
  EXPECT_TRUE(minisign::format_public_key(key).starts_with("RW"));
  EXPECT_EQ(minisign::parse_public_key(minisign::format_public_key(key)), key);
  EXPECT_EQ(minisign::parse_public_key_file(minisign::format_public_key_file(key)), key);
  EXPECT_EQ(minisign::parse_public_key("RW").error().code, ErrorCode::key_format);
  EXPECT_EQ(minisign::parse_public_key_file(minisign::format_public_key(key)).error().code, ErrorCode::key_format);
}

// Whoever signed with such a key would give its seed away.
TEST(Minisign, ASecretKeyWhosePublicHalfIsAnothersIsRefused) {
  const auto file = *test::secret_key(1).format_file("", {});
  const auto other = *test::secret_key(2).format_file("", {});
  constexpr std::size_t kPublicHalf = 2 + 2 + 2 + 32 + 8 + 8 + 8 + 32;
  constexpr std::size_t kChecksum = kPublicHalf + 32;
  const std::size_t base64 = file.find('\n') + 1;
  ByteArray<kChecksum + 32> mine{}, others{};
  ASSERT_TRUE(from_base64(std::string_view(file).substr(base64, file.size() - base64 - 1), mine));
  ASSERT_TRUE(from_base64(std::string_view(other).substr(base64, other.size() - base64 - 1), others));
  std::copy_n(others.begin() + kPublicHalf, 32, mine.begin() + kPublicHalf);
  // The checksum is right: BLAKE2b-256 of the algorithm's name, the key id and both halves.
  Bytes checked{'E', 'd'};
  checked.insert(checked.end(), mine.begin() + kPublicHalf - 40, mine.begin() + kChecksum);
  crypto_generichash_blake2b(mine.data() + kChecksum, 32, checked.data(), checked.size(), nullptr, 0);
  const std::string mixed = file.substr(0, base64) + to_base64(mine) + "\n";
  EXPECT_EQ(SecretKey::parse_file(mixed, "").error().code, ErrorCode::key_format);
}

TEST(Minisign, SecretKeysRoundTripInTheClear) {
  const SecretKey key = test::secret_key(1);
  const auto file = key.format_file("", {});
  ASSERT_TRUE(file);
  EXPECT_EQ(SecretKey::file_is_encrypted(*file), false);
  const auto read = SecretKey::parse_file(*file, "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->public_key(), key.public_key());
}

// Returns the text with CRLF line ends, as an editor may leave it.
std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

TEST(Minisign, LinesMayEndInCrLf) {
  const SecretKey key = test::secret_key(1);
  const auto secret = SecretKey::parse_file(with_crlf(*key.format_file("", {})), "");
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->public_key(), key.public_key());
  const std::string public_file = minisign::format_public_key_file(key.public_key());
  EXPECT_EQ(minisign::parse_public_key_file(with_crlf(public_file)), key.public_key());

  const auto file = with_crlf(minisign::format_signature(key.sign(kMessage, "what is signed"), "by a test"));
  const auto signature = minisign::parse_signature(as_bytes(file));
  ASSERT_TRUE(signature);
  EXPECT_EQ(signature->trusted_comment, "what is signed");
  EXPECT_TRUE(minisign::verify_trusted_comment(*signature, key.public_key()));
  EXPECT_TRUE(minisign::verify_message(*signature, key.public_key(), kMessage));
}

TEST(Minisign, KeyFilesMayLackTheirLastLineEnd) {
  const SecretKey key = test::secret_key(1);
  std::string secret = *key.format_file("", {}), public_file = minisign::format_public_key_file(key.public_key());
  secret.pop_back();
  public_file.pop_back();
  EXPECT_TRUE(SecretKey::parse_file(secret, ""));
  EXPECT_EQ(minisign::parse_public_key_file(public_file), key.public_key());
}

TEST(Minisign, DamagedSecretKeysAreRefused) {
  const auto file = *test::secret_key(1).format_file("", {});
  const std::size_t key_line = file.find('\n') + 1;
  for (const std::size_t place : {key_line + 100, key_line + 150, file.size() - 10}) {
    std::string bad = file;
    bad[place] = bad[place] == 'A' ? 'B' : 'A';
    EXPECT_EQ(SecretKey::parse_file(bad, "").error().code, ErrorCode::key_format) << place;
  }
  for (const std::string& bad : {std::string(), file.substr(0, file.size() - 2), file.substr(0, key_line), file + "\n",
                                 file + "x", "\r" + file, std::string("x"), std::string("\n"), std::string("\n\n")}) {
    EXPECT_EQ(SecretKey::parse_file(bad, "").error().code, ErrorCode::key_format);
  }
}

}  // namespace
}  // namespace selfcheck
