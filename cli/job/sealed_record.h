// The bytes of a sealed file (sealed_file.h) in memory: several of them, one after the other, are a joined group of
// results (chunk_store.h) and a file that goes to another machine (transfer.h).
#pragma once

#include <cstdint>
#include <tl/expected.hpp>

#include "job/sealed_file.h"

namespace selfcheck::cli {

inline constexpr std::size_t kSealedHeaderSize = 16 + 8 + 32 + 8 + 8;
inline constexpr std::size_t kSealedChecksumSize = 32;
/// What a sealed file has beside its content.
inline constexpr std::size_t kSealedExtra = kSealedHeaderSize + kSealedChecksumSize;

[[nodiscard]] Bytes seal(const SealedName& name, ByteSpan content);

struct SealedHeader {
  SealedName name;
  std::uint64_t content_size = 0;
};
/// What the first kSealedHeaderSize bytes say, which nothing vouches for before unseal(). Problems: damaged if there
/// are fewer, or other_version.
[[nodiscard]] tl::expected<SealedHeader, SealedProblem> sealed_header(ByteSpan sealed);

/// The content, within `sealed`, which must hold one sealed file and nothing else, and be what `name` says. Problems:
/// all but missing and unreadable.
[[nodiscard]] tl::expected<ByteSpan, SealedProblem> unseal(ByteSpan sealed, const SealedName& name);

}  // namespace selfcheck::cli
