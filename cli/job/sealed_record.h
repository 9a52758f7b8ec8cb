// Makes and reads the bytes of a sealed file (sealed_file.h) in memory. Several of them, one after the other, make up a
// joined group of results (chunk_store.h), and a file that goes to another machine (transfer_file.h).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <tl/expected.hpp>

#include "job/sealed_file.h"

namespace selfcheck::cli {

inline constexpr std::size_t kSealedHeaderSize = 16 + 8 + sizeof(PlanId) + 8 + 8;
/// How many bytes a sealed file has beside its content.
inline constexpr std::size_t kSealedExtra = kSealedHeaderSize + sizeof(Digest);

/// The first returns what stands before a content of `size` bytes. The second returns the checksum that stands behind
/// it, where `parts` are the header and the content.
[[nodiscard]] ByteArray<kSealedHeaderSize> sealed_header(const SealedName& name, std::uint64_t size);
[[nodiscard]] Digest sealed_checksum(std::initializer_list<ByteSpan> parts);

[[nodiscard]] Bytes seal(const SealedName& name, ByteSpan content);

struct SealedHeader {
  SealedName name;
  std::uint64_t content_size = 0;
};
/// Reads a header, which may be wrong until unseal() has verified the checksum. The problem is other_version, or
/// damaged if the bytes are no header.
[[nodiscard]] tl::expected<SealedHeader, SealedProblem> parse_sealed_header(ByteSpan header);

/// Returns the content, which is a part of `sealed`. `sealed` must be exactly one sealed file, and what `name` says.
/// The problem can be any but missing and unreadable.
[[nodiscard]] tl::expected<ByteSpan, SealedProblem> unseal(ByteSpan sealed, const SealedName& name);

}  // namespace selfcheck::cli
