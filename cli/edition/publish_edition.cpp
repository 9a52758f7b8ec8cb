#include "edition/publish_edition.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "base/wording.h"
#include "selfcheck/json.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {

std::string manifest_for_readers(const Manifest& manifest) {
  if (manifest.sequence == json::kMaxInteger) {
    throw Failure(ExitCode::rejected, "no edition could ever follow one with that --sequence",
                  "leave it out, and it is one more than the present edition's");
  }
  std::string text = write_manifest(manifest);
  const auto parsed = parse_manifest(as_bytes(text));
  if (parsed) return text;
  if (parsed.error().code == ErrorCode::json_too_large) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the manifest would have {} bytes, and clients read no more than {}",
                              grouped(text.size()), grouped(kMaxManifestSize)),
                  "shorten the texts, or leave languages out");
  }
  throw Failure::from(parsed.error());
}

std::string publish_edition(const Manifest& manifest, Signer& signer, ListWriter& writer, const fs::path& pin_file,
                            const PinPlace& pin) {
  const std::string text = manifest_for_readers(manifest);
  const Digest hash = manifest_hash(as_bytes(text));
  const std::string pointer = minisign::format_signature(signer.sign(as_bytes(text), pointer_comment(hash)),
                                                         pointer_untrusted_comment(manifest.sequence));
  writer.publish(manifest.root, as_bytes(text), as_bytes(pointer));
  if (!pin_file.empty()) write_pin(pin_file, pin, manifest, signer.public_key());
  return manifest_file(hash);
}

}  // namespace selfcheck::cli
