#include "selfcheck/list_files.h"

#include "selfcheck/manifest.h"

namespace selfcheck {

namespace {

constexpr std::string_view kManifestPrefix = "manifest-";
constexpr std::string_view kManifestSuffix = ".json";

}  // namespace

Digest manifest_hash(ByteSpan manifest) {
  Digest hash{};
  crypto_generichash_blake2b(hash.data(), hash.size(), manifest.data(), manifest.size(), nullptr, 0);
  return hash;
}

std::string manifest_file(const Digest& hash) {
  return std::string(kManifestPrefix) + to_hex(hash) + std::string(kManifestSuffix);
}

std::string pointer_untrusted_comment(std::uint64_t sequence) {
  constexpr std::uint64_t kLengths = 256;
  return "signature by selfcheck " + std::string(static_cast<std::size_t>(sequence % kLengths), '.');
}

std::string pointer_comment(const Digest& manifest_hash) {
  return std::string(kListFormat) + " " + manifest_file(manifest_hash);
}

Result<Digest> parse_pointer_comment(std::string_view comment) {
  const std::size_t space = comment.find(' ');
  const std::string_view format = comment.substr(0, space);
  if (format != kListFormat) {
    const bool other_version = format.starts_with("selfcheck-list/");
    return fail(other_version ? ErrorCode::unsupported_format : ErrorCode::pointer_format, kPointerFile);
  }
  Digest hash{};
  const std::string_view file = space == std::string_view::npos ? "" : comment.substr(space + 1);
  if (file.size() != kManifestPrefix.size() + 2 * hash.size() + kManifestSuffix.size() ||
      !file.starts_with(kManifestPrefix) || !file.ends_with(kManifestSuffix) ||
      !from_hex(file.substr(kManifestPrefix.size(), 2 * hash.size()), hash)) {
    return fail(ErrorCode::pointer_format, kPointerFile);
  }
  return hash;
}

std::string bucket_directory(const Digest& root) { return "buckets/" + to_hex(root); }

std::string bucket_file(std::uint32_t index) {
  require(index < 0x10000);
  constexpr std::string_view kAlphabet = "3456789bdfghlmnp";
  std::string name;
  for (int shift = 12; shift >= 0; shift -= 4) name += kAlphabet[(index >> shift) & 0xf];
  return name + ".bin";
}

std::string bucket_path(const Digest& root, std::uint32_t index) {
  return bucket_directory(root) + "/" + bucket_file(index);
}

}  // namespace selfcheck
