// The parts of a manifest that have files of their own: its texts and a keyed list's `evaluation`. The first byte
// chooses which.
#include <string>

#include "expect.h"
#include "selfcheck/json.h"
#include "selfcheck/manifest.h"

using namespace selfcheck;

namespace {

void evaluation(ByteSpan file) {
  const auto key = parse_evaluation(file);
  if (!key) return;
  EXPECT(voprf::validate(*key));
  // Other white space and unknown keys are allowed in what is read; what is written is a fixed point.
  const std::string written = write_evaluation(*key);
  const auto again = parse_evaluation(as_bytes(written));
  EXPECT(again && *again == *key && write_evaluation(*again) == written);
}

void texts(ByteSpan file) {
  const auto texts = parse_texts(file);
  if (!texts) return;
  // What is a file of its own is the same inside a manifest, which says the same of it.
  Manifest manifest;
  manifest.published = 1'795'392'000;
  manifest.valid_until = manifest.published + 1;
  manifest.test = true;
  manifest.argon2 = {1, 8 * 1024};
  manifest.entries = 1;
  manifest.values = {2, 20};
  manifest.canary.text = "canary:0123456789abc";
  manifest.texts = *texts;
  EXPECT(validate(manifest));
  const std::string written = write_manifest(manifest);
  if (written.size() > kMaxManifestSize) return;
  const auto again = parse_manifest(as_bytes(written));
  EXPECT(again && again->texts.size() == texts->size());
  for (std::size_t i = 0; i < texts->size(); ++i) {
    const ListTexts &a = (*texts)[i], &b = again->texts[i];
    EXPECT(a.language == b.language && a.title == b.title && a.publisher == b.publisher && a.about == b.about);
    EXPECT(a.link == b.link);
    EXPECT(&again->texts_for(a.language) == &b);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteSpan file{data + 1, size - 1};
  data[0] % 2 == 0 ? texts(file) : evaluation(file);
  return 0;
}
