// The names of a list's files. docs/FORMAT.md section 1.
//
//   current.minisig            the only file that changes: a signature whose trusted comment names the manifest
//   manifest-<hash>.json       <hash>: 64 hex digits, BLAKE2b-256 of the file
//   buckets/<root>/<index>.bin <root>: 64 hex digits, the Merkle root
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"

namespace selfcheck {

inline constexpr std::string_view kPointerFile = "current.minisig";

/// BLAKE2b-256 of the manifest's bytes.
[[nodiscard]] Digest manifest_hash(ByteSpan manifest);
std::string manifest_file(const Digest& hash);

/// A pointer's untrusted comment: `signature by selfcheck`, and a space and dots, as many as the edition's `sequence`
/// modulo 256 says. So the pointers of two editions in a row differ in length, and a program that copies files whose
/// length has changed copies this one. docs/FORMAT.md section 11.
std::string pointer_untrusted_comment(std::uint64_t sequence);
/// `selfcheck-list/1 manifest-<hash>.json`
std::string pointer_comment(const Digest& manifest_hash);
/// The hash that a pointer's trusted comment names. Errors: unsupported_format for another version's comment,
/// pointer_format.
[[nodiscard]] Result<Digest> parse_pointer_comment(std::string_view comment);

/// `buckets/<root>`
std::string bucket_directory(const Digest& root);
/// Four characters and `.bin`, whatever the list's `bits`: the index as a 16-bit number, most significant nibble
/// first, in the alphabet 3456789bdfghlmnp. HPACK's Huffman code (RFC 7541 appendix B) gives each of those six bits,
/// so the request's size says nothing about the index.
std::string bucket_file(std::uint32_t index);
/// `buckets/<root>/<index>.bin`
std::string bucket_path(const Digest& root, std::uint32_t index);

}  // namespace selfcheck
