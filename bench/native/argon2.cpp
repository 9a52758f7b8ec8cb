// Times libsodium's own Argon2id (64 MiB, 3 passes, 32 bytes), one hash for each line that it reads, so that a caller
// can run it in turn with others.
//
//   reads   PASSWORD SALT        both in hex; the salt is 16 bytes
//   writes  MILLISECONDS HASH    the time of crypto_pwhash alone, and the hash in hex
//
// It ends at the end of its input, or with status 1 at a line of another form, or when memory is short.
#include <sodium.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = 64U << 20U;

std::optional<std::vector<unsigned char>> from_hex(const std::string& hex) {
  std::vector<unsigned char> bytes(hex.size() / 2);
  std::size_t size = 0;
  if (sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &size, nullptr) != 0)
    return std::nullopt;
  if (size != bytes.size()) return std::nullopt;
  return bytes;
}

int fail(const char* reason) {
  std::fprintf(stderr, "argon2: error: %s\n", reason);
  return 1;
}

}  // namespace

int main() {
  if (sodium_init() < 0) return fail("libsodium does not start");
  std::string password_hex;
  std::string salt_hex;
  while (std::cin >> password_hex >> salt_hex) {
    const auto password = from_hex(password_hex);
    const auto salt = from_hex(salt_hex);
    if (!password || !salt || salt->size() != crypto_pwhash_SALTBYTES)
      return fail("a line is not PASSWORD SALT in hex");

    std::array<unsigned char, 32> hash{};
    const auto start = std::chrono::steady_clock::now();
    const int status =
        crypto_pwhash(hash.data(), hash.size(), reinterpret_cast<const char*>(password->data()), password->size(),
                      salt->data(), kPasses, kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    if (status != 0) return fail("out of memory");

    std::array<char, 2 * 32 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    std::printf("%.3f %s\n", took.count(), hex.data());
    std::fflush(stdout);
  }
  return 0;
}
