// Argon2 as the programs compile it, but with the address sanitizer, in memory that is exactly as large as it asks for:
// each kernel that this processor has stays within it, and makes the hash that the system's library makes.
#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/mman.h>

#include <array>
#include <cstdlib>
#include <string>

namespace {

void* g_memory = nullptr;
std::size_t g_missing = 0;  // so many bytes less than was asked for are given
int g_kernel = 0;           // 0 is the portable kernel, 3 the widest

}  // namespace

extern "C" {
int selfcheck_libsodium_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd,
                                 unsigned long long passwdlen, const unsigned char* salt, unsigned long long opslimit,
                                 size_t memlimit, int alg);
int selfcheck_libsodium_pick_kernel(void);

void* selfcheck_argon2_memory(size_t size) {
  std::free(g_memory);
  g_memory = std::malloc(size - g_missing);
  return g_memory == nullptr ? MAP_FAILED : g_memory;
}

int __real_sodium_runtime_has_ssse3(void);
int __real_sodium_runtime_has_avx2(void);
int __real_sodium_runtime_has_avx512f(void);
int __wrap_sodium_runtime_has_ssse3(void) { return g_kernel >= 1 && __real_sodium_runtime_has_ssse3() != 0; }
int __wrap_sodium_runtime_has_avx2(void) { return g_kernel >= 2 && __real_sodium_runtime_has_avx2() != 0; }
int __wrap_sodium_runtime_has_avx512f(void) { return g_kernel >= 3 && __real_sodium_runtime_has_avx512f() != 0; }
}

namespace {

constexpr std::array<unsigned char, crypto_pwhash_argon2id_SALTBYTES> kSalt{1, 2, 3};
using Hash = std::array<unsigned char, 32>;

template <typename Argon2id>
Hash hash_with(Argon2id argon2id, const std::string& text, std::size_t memory, unsigned long long passes) {
  Hash hash{};
  EXPECT_EQ(argon2id(hash.data(), hash.size(), text.data(), text.size(), kSalt.data(), passes, memory,
                     crypto_pwhash_argon2id_ALG_ARGON2ID13),
            0);
  return hash;
}

class Argon2Bounds : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    ASSERT_GE(sodium_init(), 0);
    g_kernel = GetParam();
    ASSERT_EQ(selfcheck_libsodium_pick_kernel(), 0);
  }
  void TearDown() override {
    std::free(g_memory);
    g_memory = nullptr;
    g_missing = 0;
  }
};

TEST_P(Argon2Bounds, AreKept) {
  for (const std::size_t kib : {8U, 9U, 11U, 12U, 64U, 1027U}) {
    for (const unsigned long long passes : {1U, 2U, 3U}) {
      for (const std::size_t length : {0U, 20U, 200U}) {
        const std::string text(length, 'x');
        EXPECT_EQ(hash_with(selfcheck_libsodium_argon2id, text, kib * 1024, passes),
                  hash_with(crypto_pwhash_argon2id, text, kib * 1024, passes));
      }
    }
  }
}

TEST_P(Argon2Bounds, ABreachIsSeen) {
  g_missing = 1;
  EXPECT_DEATH(hash_with(selfcheck_libsodium_argon2id, "x", 8192, 1), "AddressSanitizer");
}

INSTANTIATE_TEST_SUITE_P(EachKernel, Argon2Bounds, testing::Values(0, 1, 2, 3));

}  // namespace
