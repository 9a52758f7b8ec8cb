#include "selfcheck/minisign.h"

#include <gtest/gtest.h>

#ifndef __EMSCRIPTEN__
#include <sys/resource.h>
#endif

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

TEST(Minisign, APublicKeyFileIsItsTwoLinesAndNoMore) {
  const auto key = test::secret_key(1).public_key();
  const std::string base64 = minisign::format_public_key(key);
  const auto read = [](const std::string& text) { return minisign::parse_public_key_file(text); };
  EXPECT_EQ(minisign::format_public_key_file(key), "untrusted comment: selfcheck public key\n" + base64 + "\n");
  EXPECT_EQ(read("untrusted comment: \n" + base64 + "\n"), key);
  for (const std::string& bad :
       {"\n" + base64 + "\n", "untrusted comment:\n" + base64 + "\n", "untrusted comment: \t\n" + base64 + "\n",
        "untrusted comment: \x7f\n" + base64 + "\n", "untrusted comment: \x1f\n" + base64 + "\n",
        "untrusted comment: a\n" + base64 + "\n\n", "untrusted comment: a\n\n" + base64 + "\n",
        "untrusted comment: a\n" + base64 + "\nb"}) {
    EXPECT_EQ(read(bad).error(), Error{ErrorCode::key_format});
  }
  // The longest comment that minisign takes, and one that is longer.
  EXPECT_EQ(read("untrusted comment: " + std::string(1003, ' ') + "\n" + base64 + "\n"), key);
  EXPECT_EQ(read("untrusted comment: " + std::string(1004, ' ') + "\n" + base64 + "\n").error().code,
            ErrorCode::key_format);
}

TEST(Minisign, ASignatureFileHasAtMost4096Bytes) {
  const SecretKey key = test::secret_key(1);
  const auto file = [&](std::size_t comment) {
    return minisign::format_signature(key.sign(kMessage, std::string(comment, 'x')), "by a test");
  };
  const std::size_t rest = file(0).size();
  EXPECT_TRUE(minisign::parse_signature(as_bytes(file(4096 - rest))));
  EXPECT_EQ(minisign::parse_signature(as_bytes(file(4097 - rest))).error(), Error{ErrorCode::signature_format});
}

// The numbers of a secret key file that is encrypted: scrypt's cheapest.
constexpr std::uint64_t kOps = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN;
constexpr std::uint64_t kMemory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN;
constexpr std::size_t kHeader = 54, kEncrypted = 104;

Bytes bytes_of(const std::string& secret_file) {
  Bytes bytes(kHeader + kEncrypted);
  const std::size_t line = secret_file.find('\n') + 1;
  EXPECT_TRUE(from_base64(std::string_view(secret_file).substr(line, secret_file.size() - line - 1), bytes));
  return bytes;
}

std::string file_of(const Bytes& bytes) { return "untrusted comment: by a test\n" + to_base64(bytes) + "\n"; }

// Encrypts a key as minisign's documentation says, but cheaply. `asked` is what the file says of scrypt's costs.
std::string encrypted(const SecretKey& key, std::string_view password, std::uint64_t asked_ops = kOps,
                      std::uint64_t asked_memory = kMemory) {
  Bytes bytes = bytes_of(*key.format_file("", {}));
  bytes[2] = 'S';
  bytes[3] = 'c';
  for (std::size_t i = 0; i < 32; ++i) bytes[6 + i] = static_cast<std::uint8_t>(200 + i);
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[38 + i] = static_cast<std::uint8_t>(asked_ops >> (8 * i));
    bytes[46 + i] = static_cast<std::uint8_t>(asked_memory >> (8 * i));
  }
  ByteArray<kEncrypted> stream{};
  EXPECT_EQ(crypto_pwhash_scryptsalsa208sha256(stream.data(), stream.size(), password.data(), password.size(),
                                               bytes.data() + 6, kOps, kMemory),
            0);
  for (std::size_t i = 0; i < kEncrypted; ++i) bytes[kHeader + i] ^= stream[i];
  return file_of(bytes);
}

TEST(Minisign, AnEncryptedSecretKeyOpensWithItsPasswordOnly) {
  const SecretKey key = test::secret_key(1);
  const std::string file = encrypted(key, "a password");
  EXPECT_EQ(SecretKey::file_is_encrypted(file), true);
  EXPECT_EQ(SecretKey::file_is_encrypted("x").error(), Error{ErrorCode::key_format});
  const auto read = SecretKey::parse_file(file, "a password");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->public_key(), key.public_key());
  EXPECT_TRUE(minisign::verify_message(read->sign(kMessage, ""), key.public_key(), kMessage));
  EXPECT_EQ(SecretKey::parse_file(file, "another").error(), Error{ErrorCode::key_password});
  EXPECT_EQ(SecretKey::parse_file(file, "").error(), Error{ErrorCode::key_password});
  for (const std::size_t changed : {6u, 37u, 38u, 54u, 61u, 62u, 125u, 126u, 157u}) {
    Bytes bytes = bytes_of(file);
    bytes[changed] ^= 1;
    EXPECT_EQ(SecretKey::parse_file(file_of(bytes), "a password").has_value(), changed == 38u) << changed;
  }
}

TEST(Minisign, ASecretKeyFileThatAsksForMoreThanMinisignDoesIsATrap) {
  const SecretKey key = test::secret_key(1);
  constexpr std::uint64_t kMostOps = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
  constexpr std::uint64_t kMostMemory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;
  for (const auto& [ops, memory] : {std::pair{kMostOps + 1, kMemory},
                                    {kOps, kMostMemory + 1},
                                    {UINT64_MAX, kMemory},
                                    {kOps, UINT64_MAX},
                                    {kOps, std::uint64_t{1} << 56}}) {
    EXPECT_EQ(SecretKey::parse_file(encrypted(key, "a password", ops, memory), "a password").error(),
              Error{ErrorCode::key_format});
  }
}

TEST(Minisign, ASecretKeyInTheClearHasAChecksumOrTwoHalvesThatFit) {
  const SecretKey key = test::secret_key(1);
  const Bytes good = bytes_of(*key.format_file("", {}));
  EXPECT_EQ(*key.format_file("", {}), "untrusted comment: selfcheck secret key\n" + to_base64(good) + "\n");
  EXPECT_TRUE(std::all_of(good.begin() + 6, good.begin() + 54, [](std::uint8_t byte) { return byte == 0; }));
  EXPECT_EQ(bytes_of(*key.format_file("", ByteArray<32>{1})), good) << "there is no salt without a password";
  // `minisign -W` leaves the checksum zero.
  Bytes without = good;
  std::fill(without.end() - 32, without.end(), std::uint8_t{0});
  const auto read = SecretKey::parse_file(file_of(without), "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->public_key(), key.public_key());
  for (std::size_t i = 62; i < 126; ++i) {
    Bytes bad = without;
    bad[i] ^= 1;
    EXPECT_EQ(SecretKey::parse_file(file_of(bad), "").error(), Error{ErrorCode::key_format}) << i;
  }
  for (const std::size_t i : {0u, 1u, 2u, 3u, 4u, 5u, 54u, 61u, 62u, 125u, 126u, 157u}) {
    Bytes bad = good;
    bad[i] ^= 1;
    EXPECT_EQ(SecretKey::parse_file(file_of(bad), "").error(), Error{ErrorCode::key_format}) << i;
    if (i < 6) {
      EXPECT_EQ(SecretKey::file_is_encrypted(file_of(bad)).error(), Error{ErrorCode::key_format}) << i;
    }
  }
  // Encrypted, a checksum of zeros is no checksum.
  Bytes encrypted_without = bytes_of(encrypted(key, "a password"));
  for (std::size_t i = 0; i < 32; ++i) encrypted_without[126 + i] ^= good[126 + i];
  EXPECT_EQ(SecretKey::parse_file(file_of(encrypted_without), "a password").error(), Error{ErrorCode::key_password});
}

#if !defined(__EMSCRIPTEN__) && !defined(__SANITIZE_ADDRESS__)
TEST(Minisign, WithoutTheMemoryNothingIsEncryptedNorRead) {
  const auto code_with_little_memory = [] {
    const rlimit limit{512u << 20, 512u << 20};
    setrlimit(RLIMIT_AS, &limit);
    const SecretKey key = test::secret_key(1);
    const auto written = key.format_file("a password", {});
    Bytes asks = bytes_of(encrypted(key, "a password"));
    for (std::size_t i = 0; i < 8; ++i) asks[38 + i] = asks[46 + i] = 0;
    asks[41] = 2;     // 2^25 operations
    asks[49] = 0x40;  // 2^30 bytes
    const auto read = SecretKey::parse_file(file_of(asks), "a password");
    const Error expected{ErrorCode::out_of_memory};
    std::_Exit(!written && written.error() == expected && !read && read.error() == expected ? 0 : 1);
  };
  EXPECT_EXIT(code_with_little_memory(), ::testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace selfcheck
