// The memory in which slow hashes are made is kept, extended and given back, and whatever was in it, the results are
// the same.
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <thread>

#include "hashing/system_argon2.h"
#include "selfcheck/argon2.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {
namespace {

constexpr std::uint32_t kMib = 1024;

std::string hash_of(std::uint32_t mem_kib, std::uint32_t ops = 1) {
  return to_hex(slow_hash(as_bytes("mobile:9999999999"), {1, 2, 3}, {ops, mem_kib}).value().span());
}

std::uint64_t mapped_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string name; status >> name;) {
    std::uint64_t kib = 0;
    if (name == "VmSize:" && status >> kib) return kib;
  }
  ADD_FAILURE() << "no VmSize";
  return 0;
}

TEST(Argon2Memory, WhatIsInItChangesNoHash) {
  selfcheck_argon2_wipe();
  const std::string small = hash_of(8 * kMib), large = hash_of(24 * kMib), twice = hash_of(8 * kMib, 2);
  EXPECT_NE(small, large);
  // These hashes are made in memory that is larger than they need and full of another hash's blocks, and then in fresh
  // memory.
  EXPECT_EQ(hash_of(24 * kMib), large);
  EXPECT_EQ(hash_of(8 * kMib), small);
  EXPECT_EQ(hash_of(8 * kMib, 2), twice);
  selfcheck_argon2_wipe();
  EXPECT_EQ(hash_of(8 * kMib), small);
  // Another thread hashes in its own memory at the same time.
  std::string others;
  std::thread other([&] { others = hash_of(24 * kMib); });
  EXPECT_EQ(hash_of(24 * kMib), large);
  other.join();
  EXPECT_EQ(others, large);
}

TEST(Argon2Memory, IsKeptAndGivenBack) {
  selfcheck_argon2_wipe();
  selfcheck_argon2_wipe();  // There is no memory any more, so nothing happens.
  hash_of(8 * kMib);        // This takes whatever else is needed only once.
  selfcheck_argon2_wipe();
  const std::uint64_t before = mapped_kib();
  hash_of(32 * kMib);
  EXPECT_GE(mapped_kib(), before + 32 * kMib);
  const std::uint64_t with_memory = mapped_kib();
  hash_of(32 * kMib);
  hash_of(16 * kMib);
  EXPECT_EQ(mapped_kib(), with_memory);
  selfcheck_argon2_wipe();
  EXPECT_LT(mapped_kib(), before + 8 * kMib);
}

TEST(Argon2Memory, GoesWithItsThread) {
  const auto in_a_thread = [](std::uint32_t mem_kib) {
    std::uint64_t with_memory = 0;
    std::thread([&] {
      hash_of(mem_kib);
      with_memory = mapped_kib();
    }).join();
    return with_memory;
  };
  in_a_thread(8 * kMib);  // The C library keeps this thread's stack and heap for the next thread.
  const std::uint64_t before = mapped_kib();
  EXPECT_GE(in_a_thread(64 * kMib), before + 64 * kMib);
  EXPECT_LT(mapped_kib(), before + 16 * kMib);
}

TEST(SystemArgon2, AgreesWithOurs) { EXPECT_NO_THROW(compare_with_system_argon2()); }

}  // namespace
}  // namespace selfcheck::cli
