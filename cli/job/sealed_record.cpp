#include "job/sealed_record.h"

#include <sodium.h>

#include <algorithm>
#include <string_view>

#include "job/byte_order.h"

namespace selfcheck::cli {
namespace {

constexpr std::string_view kMagic = "selfcheck-job/1\n";
constexpr std::string_view kAnyMagic = "selfcheck-job/";
static_assert(kMagic.size() == 16);

}  // namespace

ByteArray<kSealedHeaderSize> sealed_header(const SealedName& name, std::uint64_t size) {
  Bytes bytes;
  append(bytes, as_bytes(kMagic));
  append_number(bytes, static_cast<std::uint64_t>(name.kind));
  append(bytes, name.plan);
  append_number(bytes, name.index);
  append_number(bytes, size);
  return ByteReader(bytes).bytes<kSealedHeaderSize>();
}

Digest sealed_checksum(std::initializer_list<ByteSpan> parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, sizeof(Digest));
  for (const ByteSpan part : parts) crypto_generichash_update(&state, part.data(), part.size());
  Digest checksum{};
  crypto_generichash_final(&state, checksum.data(), checksum.size());
  return checksum;
}

Bytes seal(const SealedName& name, ByteSpan content) {
  const auto header = sealed_header(name, content.size());
  Bytes sealed;
  sealed.reserve(content.size() + kSealedExtra);
  append(sealed, header);
  append(sealed, content);
  append(sealed, sealed_checksum({header, content}));
  return sealed;
}

tl::expected<SealedHeader, SealedProblem> parse_sealed_header(ByteSpan header) {
  if (!as_text(header).starts_with(kMagic)) {
    const bool other = as_text(header).starts_with(kAnyMagic) && header.size() >= kMagic.size();
    return tl::unexpected(other ? SealedProblem::other_version : SealedProblem::damaged);
  }
  if (header.size() < kSealedHeaderSize) return tl::unexpected(SealedProblem::damaged);
  ByteReader reader(header.subspan(kMagic.size()));
  SealedHeader parsed{};
  parsed.name.kind = static_cast<SealedKind>(reader.number());
  parsed.name.plan = reader.bytes<sizeof(PlanId)>();
  parsed.name.index = reader.number();
  parsed.content_size = reader.number();
  return parsed;
}

// The checksum comes before the version: a file of another version has one, too, so that a damaged first line is not
// taken for another version's.
tl::expected<ByteSpan, SealedProblem> unseal(ByteSpan sealed, const SealedName& name) {
  if (sealed.size() < kSealedExtra) return tl::unexpected(SealedProblem::damaged);
  const ByteSpan checked = sealed.first(sealed.size() - sizeof(Digest)), checksum = sealed.last(sizeof(Digest));
  const Digest right = sealed_checksum({checked});
  if (!std::equal(right.begin(), right.end(), checksum.begin())) return tl::unexpected(SealedProblem::damaged);
  const auto header = parse_sealed_header(checked);
  if (!header) return tl::unexpected(header.error());
  const ByteSpan content = checked.subspan(kSealedHeaderSize);
  if (header->content_size != content.size()) return tl::unexpected(SealedProblem::damaged);
  if (header->name.plan != name.plan) return tl::unexpected(SealedProblem::other_plan);
  if (header->name.kind != name.kind || header->name.index != name.index) {
    return tl::unexpected(SealedProblem::other_thing);
  }
  return content;
}

}  // namespace selfcheck::cli
