// The bytes of a sealed file (sealed_file.h) in memory: several of them, one after the other, are a joined group of
// results (chunk_store.h) and a file that goes to another machine (transfer.h).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <tl/expected.hpp>

#include "job/sealed_file.h"

namespace selfcheck::cli {

inline constexpr std::size_t kSealedHeaderSize = 16 + 8 + sizeof(PlanId) + 8 + 8;
/// What a sealed file has beside its content.
inline constexpr std::size_t kSealedExtra = kSealedHeaderSize + sizeof(Digest);

/// What stands before a content of `size` bytes, and, with `parts` all that, behind it.
[[nodiscard]] ByteArray<kSealedHeaderSize> sealed_header(const SealedName& name, std::uint64_t size);
[[nodiscard]] Digest sealed_checksum(std::initializer_list<ByteSpan> parts);

[[nodiscard]] Bytes seal(const SealedName& name, ByteSpan content);

struct SealedHeader {
  SealedName name;
  std::uint64_t content_size = 0;
};
/// What a header says, which nothing vouches for before unseal(). Problems: other_version; damaged if it is none.
[[nodiscard]] tl::expected<SealedHeader, SealedProblem> parse_sealed_header(ByteSpan header);

/// The content, within `sealed`, which must hold one sealed file and nothing else, and be what `name` says. Problems:
/// all but missing and unreadable.
[[nodiscard]] tl::expected<ByteSpan, SealedProblem> unseal(ByteSpan sealed, const SealedName& name);

}  // namespace selfcheck::cli
