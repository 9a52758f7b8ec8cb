// Nothing that a check of a keyed list leaves in memory tells the number, or the secrets that hide it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>

#include "selfcheck/evaluation.h"
#include "selfcheck/tag.h"
#include "vectors.h"

#ifdef __EMSCRIPTEN__
// The linker puts this symbol where constants and static variables end.
extern "C" const std::uint8_t __data_end;  // NOLINT(bugprone-reserved-identifier)
#else
#include <pthread.h>
#endif

namespace selfcheck {
namespace {

constexpr std::uint8_t kMask = 0x5a;

/// Bytes to look for. They are kept masked, so that they are not found in the test's own memory.
struct Needle {
  std::string name;
  Bytes masked;
};

Needle needle(const nlohmann::json& vector, const char* name) {
  Needle made{name, {}};
  const std::string& hex = vector[name].get_ref<const std::string&>();
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int value = std::stoi(hex.substr(i, 2), nullptr, 16);
    made.masked.push_back(static_cast<std::uint8_t>(value ^ kMask));
  }
  return made;
}

#ifdef __EMSCRIPTEN__
/// Returns all memory after `work`, without the constants, which have known answers (slow_hash_self_test()).
ByteSpan memory_after(const std::function<void()>& work) {
  work();
  const auto first = reinterpret_cast<std::uintptr_t>(&__data_end);
  return {&__data_end, __builtin_wasm_memory_size(0) * 65536 - first};
}
#else
/// Returns the stack of a thread that has done `work`.
ByteSpan memory_after(const std::function<void()>& work) {
  alignas(4096) static std::array<std::uint8_t, 1024 * 1024> stack;
  stack.fill(0);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  EXPECT_EQ(pthread_attr_setstack(&attributes, stack.data(), stack.size()), 0);
  pthread_t thread{};
  const auto run = [](void* argument) -> void* {
    (*static_cast<const std::function<void()>*>(argument))();
    return nullptr;
  };
  EXPECT_EQ(pthread_create(&thread, &attributes, run, const_cast<std::function<void()>*>(&work)), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return stack;
}
#endif

bool is_in(ByteSpan memory, const Bytes& masked) {
  const auto same = [](std::uint8_t byte, std::uint8_t looked_for) { return (byte ^ kMask) == looked_for; };
  return std::search(memory.begin(), memory.end(), masked.begin(), masked.end(), same) != memory.end();
}

TEST(Leftovers, NothingSecretIsLeftOfACheck) {
  std::vector<Needle> needles;
  std::string input;
  ByteArray<64> uniform{};
  voprf::Element blinded{};
  voprf::EvaluationKey key;
  std::vector<Bytes> bodies;
  SlowHash hash;
  for (const auto& vector : test::cases("keyed")) {
    if (vector["type"] == "key") {
      key.n = vector["n"];
      for (const auto& hex : vector["commitments"]) key.commitments.push_back(test::unhex_array<32>(hex));
    } else if (vector["type"] == "blind") {
      input = vector["input"];
      uniform = test::unhex_array<64>(vector["uniform"]);
      blinded = test::unhex_array<32>(vector["blinded"]);
      for (const char* name : {"uniform", "blind", "inverse"}) needles.push_back(needle(vector, name));
    } else if (vector["type"] == "hash_to_group" && vector["name"] == "an identifier") {
      needles.push_back(needle(vector, "element"));
    } else if (vector["type"] == "answer") {
      bodies.push_back(test::unhex(vector["answer"]));
    } else if (vector["type"] == "combine" && vector["indices"] == std::vector{1, 2}) {
      for (const char* name : {"unblinded", "y"}) needles.push_back(needle(vector, name));
    } else if (vector["type"] == "tag" && vector["name"] == "an identifier's") {
      needles.push_back(needle(vector, "h"));
      (void)from_hex(vector["h"].get_ref<const std::string&>(), hash.mutable_span());
    }
  }
  const EvaluatorAnswer answers[] = {{1, 200, 0, bodies[0]}, {2, 200, 0, bodies[1]}};
  std::uint64_t tag = 0;

  const ByteSpan memory = memory_after([&] {
    ASSERT_EQ(blind_input(as_bytes(input), uniform).value(), blinded);
    voprf::Output y;
    ASSERT_TRUE(evaluate_input(key, as_bytes(input), uniform, blinded, answers, y));
    tag = keyed_tag(hash, {}, {}, y);
    // The caller holds these two, and wipes them.
    sodium_memzero(uniform.data(), uniform.size());
    hash = SlowHash();
  });
  EXPECT_NE(tag, 0u);
  ASSERT_EQ(needles.size(), 7u);
  for (const auto& [name, masked] : needles) EXPECT_FALSE(is_in(memory, masked)) << name;

  // The search must find bytes that are there.
  const Bytes& masked = needles.front().masked;
  const ByteSpan other = memory_after([&] {
    // The bytes are put as deep into the stack as what is wiped, because the end of a thread overwrites the rest.
    volatile std::uint8_t deep[8192];
    for (std::size_t i = 0; i < masked.size(); ++i) deep[i] = static_cast<std::uint8_t>(masked[i] ^ kMask);
    EXPECT_NE(deep[0], masked[0]);
  });
  EXPECT_TRUE(is_in(other, masked));
}

}  // namespace
}  // namespace selfcheck
