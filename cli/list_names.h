// Which names in a list's directory are the format's, and which are not.
#pragma once

#include <string_view>

namespace selfcheck::cli {

/// `.build-...`: the directory in which `build` works until an edition is complete.
inline constexpr std::string_view kBuildDirectoryPrefix = ".build-";

/// `manifest-<hash>.json`
[[nodiscard]] bool is_manifest_name(std::string_view name);
/// `<root>` below `buckets`
[[nodiscard]] bool is_root_name(std::string_view name);
[[nodiscard]] bool is_build_directory_name(std::string_view name);

}  // namespace selfcheck::cli
