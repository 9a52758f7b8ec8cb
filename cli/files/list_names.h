// Which names in a list's directory are the format's, and which are not.
#pragma once

#include <cstdint>
#include <string_view>

namespace selfcheck::cli {

/// `.build-...`: what is there only while `build` is at work, and what a killed one leaves.
inline constexpr std::string_view kBuildPrefix = ".build-";
/// The lock that keeps other builds out. The other names with the prefix are directories in which an edition is made.
inline constexpr std::string_view kBuildLock = ".build-lock";
/// Within such a directory: the new edition's pointer, until it is published by taking current.minisig's place.
inline constexpr std::string_view kUnpublishedPointer = "pointer";

/// `manifest-<hash>.json`
[[nodiscard]] bool is_manifest_name(std::string_view name);
/// `<root>` below `buckets`
[[nodiscard]] bool is_root_name(std::string_view name);
/// `<index>.bin` below that, of an edition with so many buckets
[[nodiscard]] bool is_bucket_name(std::string_view name, std::uint64_t buckets);
[[nodiscard]] bool is_build_name(std::string_view name);
/// `.DS_Store`, `Thumbs.db`, `desktop.ini` and `._...`: what file managers leave wherever somebody has looked, in
/// capitals or not.
[[nodiscard]] bool is_file_manager_name(std::string_view name);

}  // namespace selfcheck::cli
