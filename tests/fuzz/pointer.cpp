// A pointer: a minisign signature whose trusted comment names a manifest. The first byte chooses what the rest is.
#include <algorithm>
#include <string>

#include "expect.h"
#include "input.h"
#include "selfcheck/list_files.h"
#include "selfcheck/minisign.h"
#include "selfcheck/verified_list.h"
#include "test_list.h"

using namespace selfcheck;

namespace {

const test::TestList& list() {
  static const test::TestList kList(3);
  return kList;
}

// Checks a signature that was read. Its line ends and its untrusted comment are free; with LF and that comment it is
// the file that is written, byte by byte.
void expect_written(const std::string& file, const minisign::Signature& signature) {
  std::string lf;
  for (std::size_t i = 0; i < file.size(); ++i) {
    if (!file.substr(i).starts_with("\r\n")) lf += file[i];
  }
  constexpr std::string_view kLabel = "untrusted comment: ";
  const std::string comment = lf.substr(kLabel.size(), lf.find('\n') - kLabel.size());
  EXPECT(minisign::format_signature(signature, comment) == lf);
}

// Opens a pointer that nobody but the publisher can have signed: whatever was done to it, it names the publisher's
// manifest.
void opened(const std::string& file) {
  const auto signature = minisign::parse_signature(as_bytes(file));
  if (signature) {
    expect_written(file, *signature);
  } else {
    EXPECT(signature.error().code == ErrorCode::signature_format);
  }
  const auto pointer = verify_pointer(list().pin, as_bytes(file));
  if (!pointer) return;
  EXPECT(signature && file.size() <= minisign::kMaxSignatureSize);
  EXPECT(pointer->manifest_hash == manifest_hash(as_bytes(list().manifest_file)));
  EXPECT(pointer->key == list().pin.keys.front());
  // The manifest's own signature is checked only with the manifest, so it may be damaged here, and must tell there.
  const auto honest = minisign::parse_signature(as_bytes(list().pointer_file));
  const auto manifest = verify_manifest(list().pin, *pointer, as_bytes(list().manifest_file));
  EXPECT(manifest.has_value() == (pointer->signature.signature == honest->signature));
}

// Signs a trusted comment as the publisher, so that what reads it sees more than what a damaged signature lets pass.
void signed_comment(const std::string& comment) {
  static const minisign::SecretKey kKey = test::secret_key(1);
  const auto signature = kKey.sign(as_bytes(list().manifest_file), comment);
  const std::string file = minisign::format_signature(signature, "");
  const bool printable = std::none_of(comment.begin(), comment.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  const auto pointer = verify_pointer(list().pin, as_bytes(file));
  const auto named = parse_pointer_comment(comment);
  EXPECT(pointer.has_value() == (printable && named && file.size() <= minisign::kMaxSignatureSize));
  if (!pointer) return;
  EXPECT(pointer->manifest_hash == *named && pointer_comment(*named) == comment);
  const bool same = *named == manifest_hash(as_bytes(list().manifest_file));
  EXPECT(verify_manifest(list().pin, *pointer, as_bytes(list().manifest_file)).has_value() == same);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  switch (input.byte() % 3) {
    case 0:
      opened(std::string(as_text(input.rest())));
      break;
    case 1:
      opened(std::string(as_text(fuzz::edited(as_bytes(list().pointer_file), input))));
      break;
    default:
      signed_comment(std::string(as_text(input.rest())));
  }
  return 0;
}
