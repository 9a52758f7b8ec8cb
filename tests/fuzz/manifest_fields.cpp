// A manifest as a builder has it before it writes it. The input decides the fields, most of them near the ends of their
// ranges, so that what is written goes deeper than a damaged text.
#include <algorithm>
#include <string>

#include "expect.h"
#include "input.h"
#include "selfcheck/json.h"
#include "selfcheck/manifest.h"
#include "test_evaluators.h"

using namespace selfcheck;

namespace {

// Returns a number at, just above or just below one of `ends`, or any number at all.
std::uint64_t near(fuzz::Input& input, std::initializer_list<std::uint64_t> ends) {
  const std::uint32_t which = input.below(256);
  if (which == 255) return input.number(8);
  const std::uint64_t end = ends.begin()[which / 3 % ends.size()];
  return end + which % 3 - 1;
}

std::string text(fuzz::Input& input, std::string_view usual) {
  const std::uint32_t which = input.below(64);
  // Longer than any field may be. That is rare, since a long text takes long.
  if (which == 1) return std::string(input.number(2) % 5000, 'x');
  switch (which % 8) {
    case 0:
      return input.text();
    case 2:
      return {};
    default:
      return std::string(usual);
  }
}

// Every choice of some keys, which are the same for each input, so that their arithmetic is remembered.
voprf::EvaluationKey key_of(fuzz::Input& input) {
  static const test::TestEvaluators kOne(1, 1), kTwo(2, 3), kSeven(7, 7);
  const std::array keys{&kOne.key, &kTwo.key, &kSeven.key};
  voprf::EvaluationKey key = *keys[input.below(3)];
  if (input.below(4) == 0) key.n = input.below(10);
  if (input.below(8) == 0) key.commitments.resize(input.below(9));
  if (input.below(8) == 0 && !key.commitments.empty()) key.commitments.back() = input.array<32>();
  return key;
}

Manifest manifest_of(fuzz::Input& input) {
  constexpr std::uint64_t kUsual = 1'795'392'000;
  Manifest m;
  m.list_id = input.array<16>();
  m.kind = kKinds[input.below(2)];
  m.sequence = near(input, {2, 1, json::kMaxInteger});
  m.published = static_cast<Timestamp>(near(input, {kUsual, kUsual, 946'684'800, 253'402'300'799, 0}));
  m.valid_until = static_cast<Timestamp>(static_cast<std::uint64_t>(m.published) +
                                         near(input, {86'400, 86'400, 0, static_cast<std::uint64_t>(kMaxValidity)}));
  m.withdrawn = input.below(2) == 1;
  m.test = input.below(2) == 1;
  m.argon2.ops = static_cast<std::uint32_t>(near(input, {2, 2, 1, 10}));
  m.argon2.mem_kib = static_cast<std::uint32_t>(near(input, {65'536, 65'536, 8192, 262'144, 20'480}));
  m.k = near(input, {2, 2, 1, 1, std::uint64_t{1} << 37});
  m.bits = static_cast<std::uint32_t>(near(input, {1, 1, 4, 16}));
  m.values.count = static_cast<std::uint32_t>(near(input, {100, 100, 1, 380'000, 1'048'576}));
  m.values.p = static_cast<std::uint32_t>(near(input, {20, 20, 8, 40}));
  m.entries = near(
      input, {200, 200, 1, m.bits < 48 ? m.k << m.bits : 0, m.bits < 32 ? std::uint64_t{m.values.count} << m.bits : 0});
  m.root = input.array<32>();
  m.canary.text = text(input, "canary:0123456789abc");
  m.canary.hash = input.array<32>();
  if (input.below(2) == 1) {
    m.evaluation = key_of(input);
    m.canary.evaluation = input.below(8) == 0 ? input.array<32>() : voprf::generator();
    m.canary.proof = input.array<64>();
  }
  const std::string languages[] = {"en", "hi", "pa-Guru", "ta"};
  for (std::uint32_t i = 0; i < 4 && input.below(4) != 3; ++i) {
    m.texts.push_back({text(input, languages[i]), text(input, "A list"), text(input, "Tests"), text(input, ""),
                       text(input, "https://example.org/")});
  }
  return m;
}

bool has_same_texts(const Manifest& a, const Manifest& b) {
  return std::ranges::equal(a.texts, b.texts, [](const ListTexts& x, const ListTexts& y) {
    return x.language == y.language && x.title == y.title && x.publisher == y.publisher && x.about == y.about &&
           x.link == y.link;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const Manifest manifest = manifest_of(input);
  // Whoever builds a list asks validate() whether readers will take it, and must be able to rely on the answer.
  const bool valid = validate(manifest).has_value();
  const auto can_be_written = [](Timestamp time) { return time >= kFirstTimestamp && time <= kLastTimestamp; };
  if (!can_be_written(manifest.published) || !can_be_written(manifest.valid_until)) {
    EXPECT(!valid);
    return 0;
  }
  const std::string written = write_manifest(manifest);
  const auto read = parse_manifest(as_bytes(written));
  // What was refused may become valid when it is written, where other texts are written: a second text in one language
  // replaces the first, and U+FFFD what is no UTF-8.
  EXPECT(valid ? read && has_same_texts(manifest, *read) : !read || !has_same_texts(manifest, *read));
  if (read) EXPECT(write_manifest(*read) == written);
  return 0;
}
