// A manifest, of a static list or of a keyed one.
#include "selfcheck/manifest.h"

#include <algorithm>
#include <string>

#include "expect.h"
#include "selfcheck/anonymity.h"
#include "selfcheck/canary.h"

using namespace selfcheck;

namespace {

// Checks the ranges of docs/FORMAT.md section 7 that everything else relies on.
void expect_valid(const Manifest& m) {
  EXPECT(m.sequence >= 1 && m.sequence < std::uint64_t{1} << 53);
  EXPECT(m.published >= 946'684'800 && m.published < m.valid_until && m.valid_until - m.published <= 34'560'000);
  EXPECT(m.argon2.ops >= 1 && m.argon2.ops <= 10 && m.argon2.mem_kib >= 8192 && m.argon2.mem_kib <= 262'144);
  const std::uint64_t work = std::uint64_t{m.argon2.ops} * m.argon2.mem_kib;
  EXPECT(work <= 655'360 && (m.test || work >= 40'960));
  EXPECT(m.bits <= 16 && anonymity_set(m.kind, m.bits) >= 10'000);
  EXPECT(m.values.count >= 1 && m.values.p >= 8 && m.values.p <= 40 && m.bucket_file_size() <= 1'048'576);
  EXPECT(m.k >= 1 && m.k < std::uint64_t{1} << 37);
  EXPECT(m.entries >= (m.bits == 0 ? 1 : m.k << m.bits) && m.entries <= std::uint64_t{m.values.count} << m.bits);
  EXPECT(m.canary.text.size() == 20 && m.canary.text.starts_with("canary:"));
  EXPECT(!m.texts.empty() && m.texts.size() <= 64);
  for (const ListTexts& texts : m.texts) EXPECT(!texts.title.empty() && !texts.publisher.empty());
  // No bucket can hold a value beyond its range, so the canary's is in it.
  EXPECT(canary_value(m) < m.values.size());
  const double chance = coincidence_probability(m.kind, m.entries, m.values.p);
  EXPECT(chance > 0 && chance < 1);
  if (!m.is_keyed()) return;
  EXPECT(m.evaluation->n >= 1 && m.evaluation->n <= 7);
  EXPECT(m.evaluation->threshold() >= 1 && m.evaluation->threshold() <= m.evaluation->n);
  for (std::uint32_t i = 0; i <= m.evaluation->n; ++i) EXPECT(voprf::share_public_key(*m.evaluation, i));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto manifest = parse_manifest({data, size});
  if (!manifest) {
    EXPECT(manifest.error().code != ErrorCode::none);
    return 0;
  }
  EXPECT(size <= kMaxManifestSize);
  EXPECT(validate(*manifest));
  expect_valid(*manifest);
  // The text that was read may have other white space, other escapes, another order and unknown keys, so it need not be
  // the one that is written. What is written is a fixed point, as long as it is not too large for a reader.
  const std::string written = write_manifest(*manifest);
  if (written.size() > kMaxManifestSize) return 0;
  const auto again = parse_manifest(as_bytes(written));
  EXPECT(again && write_manifest(*again) == written);
  EXPECT(again->is_keyed() == manifest->is_keyed() && again->evaluation == manifest->evaluation);
  return 0;
}
