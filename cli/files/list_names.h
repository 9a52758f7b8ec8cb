// Tells which names in a list's directory are the format's, and which are not.
#pragma once

#include <cstdint>
#include <string_view>

namespace selfcheck::cli {

/// Names of this form, `.build-...`, are there only while `build` is at work, or were left by one that was killed.
inline constexpr std::string_view kBuildPrefix = ".build-";
/// The lock that keeps other builds out. The other names with the prefix are directories in which an edition is made.
inline constexpr std::string_view kBuildLock = ".build-lock";
/// In such a directory, this is the new edition's pointer, until it is published by taking current.minisig's place.
inline constexpr std::string_view kUnpublishedPointer = "pointer";
/// And this is its manifest, until that has its own name in the list's directory.
inline constexpr std::string_view kUnpublishedManifest = "manifest";

/// Whether a name has the form of a manifest's, `manifest-<hash>.json`.
[[nodiscard]] bool is_manifest_name(std::string_view name);
/// Whether a name has the form of a directory below `buckets`, `<root>` in hex.
[[nodiscard]] bool is_root_name(std::string_view name);
/// Whether this is a bucket's name in such a directory, `<index>.bin`, if its edition has so many buckets.
[[nodiscard]] bool is_bucket_name(std::string_view name, std::uint64_t buckets);
[[nodiscard]] bool is_build_name(std::string_view name);
/// Whether this is what file managers leave wherever somebody has looked: `.DS_Store`, `Thumbs.db`, `desktop.ini` and
/// `._...`, in capitals or not.
[[nodiscard]] bool is_file_manager_name(std::string_view name);

}  // namespace selfcheck::cli
