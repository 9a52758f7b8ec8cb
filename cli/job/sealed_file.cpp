#include "job/sealed_file.h"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace selfcheck::cli {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers in sealed files are little-endian");

constexpr std::string_view kMagic = "selfcheck-job/1\n";
constexpr std::string_view kAnyMagic = "selfcheck-job/";
constexpr std::size_t kHeaderSize = kMagic.size() + 3 * sizeof(std::uint64_t) + sizeof(PlanId);
using Header = ByteArray<kHeaderSize>;

Header header_of(const SealedName& name, std::uint64_t size) {
  Header header{};
  std::uint8_t* at = header.data();
  const auto append = [&at](const void* data, std::size_t count) {
    std::memcpy(at, data, count);
    at += count;
  };
  append(kMagic.data(), kMagic.size());
  append(&name.kind, sizeof name.kind);
  append(name.plan.data(), name.plan.size());
  append(&name.index, sizeof name.index);
  append(&size, sizeof size);
  return header;
}

Digest checksum_of(std::initializer_list<ByteSpan> parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, sizeof(Digest));
  for (const ByteSpan part : parts) crypto_generichash_update(&state, part.data(), part.size());
  Digest checksum{};
  crypto_generichash_final(&state, checksum.data(), checksum.size());
  return checksum;
}

// The file's content, whatever it is of. A file of another version ends in a checksum all the same.
tl::expected<ByteSpan, SealedProblem> whole_content(ByteSpan file) {
  if (file.size() < kHeaderSize + sizeof(Digest)) return tl::unexpected(SealedProblem::damaged);
  const ByteSpan sealed = file.first(file.size() - sizeof(Digest)), checksum = file.last(sizeof(Digest));
  const Digest right = checksum_of({sealed});
  if (!std::equal(right.begin(), right.end(), checksum.begin())) return tl::unexpected(SealedProblem::damaged);
  if (!as_text(sealed).starts_with(kMagic)) {
    return tl::unexpected(as_text(sealed).starts_with(kAnyMagic) ? SealedProblem::other_version
                                                                 : SealedProblem::damaged);
  }
  return sealed.subspan(kHeaderSize);
}

}  // namespace

void write_sealed(const fs::path& path, const SealedName& name, ByteSpan content) {
  const Header header = header_of(name, content.size());
  replace_private_file(path, {header, content, checksum_of({header, content})});
}

tl::expected<Bytes, SealedProblem> read_sealed(const fs::path& path, const SealedName& name) {
  auto file = read_file(path, kMaxSealedSize);
  if (!file) {
    return tl::unexpected(file.error() == ReadProblem::missing     ? SealedProblem::missing
                          : file.error() == ReadProblem::too_large ? SealedProblem::damaged
                                                                   : SealedProblem::unreadable);
  }
  const auto content = whole_content(*file);
  if (!content) {
    sodium_memzero(file->data(), file->size());
    return tl::unexpected(content.error());
  }
  const Header right = header_of(name, content->size());
  constexpr auto kPlanAt = kMagic.size() + sizeof(SealedKind);
  if (!std::equal(right.begin(), right.end(), file->begin())) {
    const bool same_plan =
        std::equal(name.plan.begin(), name.plan.end(), file->begin() + static_cast<std::ptrdiff_t>(kPlanAt));
    sodium_memzero(file->data(), file->size());
    return tl::unexpected(same_plan ? SealedProblem::other_thing : SealedProblem::other_plan);
  }
  // In place: no second copy of what may be secret.
  const std::size_t size = content->size();
  std::memmove(file->data(), file->data() + kHeaderSize, size);
  sodium_memzero(file->data() + size, file->size() - size);
  file->resize(size);
  return *std::move(file);
}

std::string_view describe(SealedProblem problem) {
  switch (problem) {
    case SealedProblem::missing:
      return "it is missing";
    case SealedProblem::unreadable:
      return "it can't be read";
    case SealedProblem::damaged:
      return "it is damaged";
    case SealedProblem::other_version:
      return "another version of selfcheck made it";
    case SealedProblem::other_plan:
      return "it is another job's";
    case SealedProblem::other_thing:
      return "it is another file than its name says";
  }
  return {};
}

}  // namespace selfcheck::cli
