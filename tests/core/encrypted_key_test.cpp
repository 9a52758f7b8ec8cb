// Writes and reads secret keys that are encrypted, without the 1 GiB of memory that this takes. The linker puts a
// scrypt before libsodium's (--wrap) that notes the costs that it is asked for, and has libsodium compute at the lowest
// ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "selfcheck/minisign.h"
#include "test_list.h"

namespace {

struct Cost {
  unsigned long long ops;
  std::size_t memory;
  friend bool operator==(const Cost&, const Cost&) = default;
};
std::vector<Cost> asked;
bool has_memory = true;

constexpr auto kLowestOps = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN;
constexpr auto kLowestMemory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN;

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier): the linker prescribes these names.
extern "C" {
decltype(crypto_pwhash_scryptsalsa208sha256) __real_crypto_pwhash_scryptsalsa208sha256;
int __wrap_crypto_pwhash_scryptsalsa208sha256(unsigned char* out, unsigned long long out_size, const char* password,
                                              unsigned long long size, const unsigned char* salt,
                                              unsigned long long ops, std::size_t memory) {
  asked.push_back({ops, memory});
  if (!has_memory) return -1;
  return __real_crypto_pwhash_scryptsalsa208sha256(out, out_size, password, size, salt, kLowestOps, kLowestMemory);
}
}
// NOLINTEND(bugprone-reserved-identifier)

namespace selfcheck {
namespace {

using minisign::SecretKey;

constexpr std::string_view kPassword = "a password";
constexpr std::size_t kHeader = 54, kEncrypted = 104;
constexpr Cost kMinisigns{1 << 25, 1 << 30};

class EncryptedKey : public ::testing::Test {
 protected:
  EncryptedKey() {
    asked.clear();
    has_memory = true;
    for (std::size_t i = 0; i < salt_.size(); ++i) salt_[i] = static_cast<std::uint8_t>(200 + i);
  }

  [[nodiscard]] static Bytes bytes_of(const std::string& file) {
    Bytes bytes(kHeader + kEncrypted);
    const std::size_t line = file.find('\n') + 1;
    EXPECT_TRUE(from_base64(std::string_view(file).substr(line, file.size() - line - 1), bytes));
    return bytes;
  }

  const SecretKey key_ = test::secret_key(1);
  ByteArray<32> salt_{};
};

TEST_F(EncryptedKey, IsWrittenAsMinisignsDocumentationSays) {
  const std::string file = key_.format_file(kPassword, salt_).value();
  EXPECT_EQ(asked, std::vector{kMinisigns});
  EXPECT_TRUE(file.starts_with("untrusted comment: selfcheck encrypted secret key\n"));
  EXPECT_TRUE(file.ends_with("\n"));

  const Bytes clear = bytes_of(key_.format_file("", {}).value());
  ByteArray<kEncrypted> stream{};
  ASSERT_EQ(__real_crypto_pwhash_scryptsalsa208sha256(stream.data(), stream.size(), kPassword.data(), kPassword.size(),
                                                      salt_.data(), kLowestOps, kLowestMemory),
            0);
  Bytes expected{'E', 'd', 'S', 'c', 'B', '2'};
  expected.insert(expected.end(), salt_.begin(), salt_.end());
  // 2^25 operations and 2^30 bytes, the lowest byte first.
  for (const int byte : {0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0}) {
    expected.push_back(static_cast<std::uint8_t>(byte));
  }
  for (std::size_t i = 0; i < kEncrypted; ++i) {
    expected.push_back(static_cast<std::uint8_t>(clear[kHeader + i] ^ stream[i]));
  }
  EXPECT_EQ(bytes_of(file), expected);
}

TEST_F(EncryptedKey, OpensWithItsPasswordOnly) {
  const std::string file = key_.format_file(kPassword, salt_).value();
  asked.clear();
  EXPECT_EQ(SecretKey::file_is_encrypted(file), true);
  const auto read = SecretKey::parse_file(file, kPassword);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->format_file("", {}), key_.format_file("", {}));
  EXPECT_EQ(asked, std::vector{kMinisigns}) << "what minisign asks for is not too much";
  EXPECT_EQ(SecretKey::parse_file(file, "another").error(), Error{ErrorCode::key_password});
}

TEST_F(EncryptedKey, WithoutAPasswordNothingIsComputed) {
  const std::string file = key_.format_file(kPassword, salt_).value();
  asked.clear();
  EXPECT_EQ(SecretKey::parse_file(file, "").error(), Error{ErrorCode::key_password});
  EXPECT_TRUE(SecretKey::parse_file(key_.format_file("", {}).value(), ""));
  EXPECT_TRUE(asked.empty());
}

TEST_F(EncryptedKey, WithoutMemoryThereIsNone) {
  const std::string file = key_.format_file(kPassword, salt_).value();
  has_memory = false;
  EXPECT_EQ(key_.format_file(kPassword, salt_).error(), Error{ErrorCode::out_of_memory});
  EXPECT_EQ(SecretKey::parse_file(file, kPassword).error(), Error{ErrorCode::out_of_memory});
}

}  // namespace
}  // namespace selfcheck
