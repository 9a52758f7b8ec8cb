#include "job/sealed_record.h"

#include <sodium.h>

#include <algorithm>

#include "job/byte_order.h"

namespace selfcheck::cli {
namespace {

constexpr std::string_view kMagic = "selfcheck-job/1\n";
static_assert(kMagic.size() == 16);

Digest checksum(ByteSpan bytes) {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr, 0);
  return digest;
}

}  // namespace

Bytes seal(const SealedName& name, ByteSpan content) {
  Bytes sealed;
  sealed.reserve(content.size() + kSealedExtra);
  append(sealed, as_bytes(kMagic));
  append_number(sealed, static_cast<std::uint64_t>(name.kind));
  append(sealed, name.plan);
  append_number(sealed, name.index);
  append_number(sealed, content.size());
  append(sealed, content);
  append(sealed, checksum(sealed));
  return sealed;
}

tl::expected<SealedHeader, SealedProblem> sealed_header(ByteSpan sealed) {
  const std::size_t shown = std::min(sealed.size(), kMagic.size());
  if (as_text(sealed.first(shown)) != kMagic.substr(0, shown)) return tl::unexpected(SealedProblem::other_version);
  if (sealed.size() < kSealedHeaderSize) return tl::unexpected(SealedProblem::damaged);
  ByteReader reader(sealed.subspan(kMagic.size()));
  SealedHeader header{};
  header.name.kind = static_cast<SealedKind>(reader.number());
  header.name.plan = reader.bytes<32>();
  header.name.index = reader.number();
  header.content_size = reader.number();
  return header;
}

tl::expected<ByteSpan, SealedProblem> unseal(ByteSpan sealed, const SealedName& name) {
  const auto header = sealed_header(sealed);
  if (!header) return tl::unexpected(header.error());
  if (sealed.size() < kSealedExtra || header->content_size != sealed.size() - kSealedExtra) {
    return tl::unexpected(SealedProblem::damaged);
  }
  const std::size_t checked = sealed.size() - kSealedChecksumSize;
  const Digest expected = checksum(sealed.first(checked));
  if (!std::equal(expected.begin(), expected.end(), sealed.subspan(checked).begin())) {
    return tl::unexpected(SealedProblem::damaged);
  }
  if (header->name.plan != name.plan) return tl::unexpected(SealedProblem::other_plan);
  if (header->name.kind != name.kind || header->name.index != name.index) {
    return tl::unexpected(SealedProblem::other_thing);
  }
  return sealed.subspan(kSealedHeaderSize, header->content_size);
}

}  // namespace selfcheck::cli
