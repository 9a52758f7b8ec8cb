// The names of a list's files. docs/FORMAT.md section 1.
//
//   current.minisig            the pointer, the only file that changes: a signature whose trusted comment names the
//                              manifest
//   manifest-<hash>.json       the manifest; <hash> is 64 hex digits, the BLAKE2b-256 of the file
//   buckets/<root>/<index>.bin the bucket files; <root> is 64 hex digits, the Merkle root
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"

namespace selfcheck {

inline constexpr std::string_view kPointerFile = "current.minisig";

/// Returns the BLAKE2b-256 of the manifest's bytes.
[[nodiscard]] Digest manifest_hash(ByteSpan manifest);
std::string manifest_file(const Digest& hash);

/// Returns a pointer's untrusted comment: `signature by selfcheck`, a space, and as many dots as the edition's
/// `sequence` modulo 256. So the pointers of two editions in a row differ in length, and a program that copies files
/// whose length has changed copies this one. docs/FORMAT.md section 11.
std::string pointer_untrusted_comment(std::uint64_t sequence);
/// Returns a pointer's trusted comment, `selfcheck-list/1 manifest-<hash>.json`.
std::string pointer_comment(const Digest& manifest_hash);
/// Returns the hash that a pointer's trusted comment names. Errors: unsupported_format for another version's comment,
/// pointer_format for anything else that is wrong.
[[nodiscard]] Result<Digest> parse_pointer_comment(std::string_view comment);

/// Returns `buckets/<root>`, the directory of an edition's bucket files.
std::string bucket_directory(const Digest& root);
/// Returns a bucket's file name: four characters and `.bin`, whatever the list's `bits` are. The characters are the
/// index as a 16-bit number, most significant nibble first, in the alphabet 3456789bdfghlmnp. HPACK's Huffman code (RFC
/// 7541 appendix B) gives each of them six bits, so that the request's size says nothing about the index. Ends the
/// program if `index` has more than 16 bits.
std::string bucket_file(std::uint32_t index);
/// Returns `buckets/<root>/<index>.bin`, a bucket file's path below the list's directory.
std::string bucket_path(const Digest& root, std::uint32_t index);

}  // namespace selfcheck
