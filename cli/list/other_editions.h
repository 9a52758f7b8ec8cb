// The manifests and buckets in a list's directory that are not the present edition's.
//
// Nothing but a pointer makes an edition: until `current.minisig` names it, a manifest is what a build left when it was
// killed, and no reader knows it. Afterwards it is an older edition, which readers in the middle of a check still need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/files.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

enum class EditionState {
  older,        // of the same list, with a lower sequence
  unpublished,  // a killed build left it: the pointer that it had not published yet is there too
  not_older,    // of the same list, not lower: unpublished as well, or `current.minisig` is a copy from before it
  other_list,
  unreadable,  // no manifest, or not the one that its name says
};

struct OtherEdition {
  std::string file;  // the manifest's name
  EditionState state = EditionState::unreadable;
  std::optional<Manifest> manifest;
  std::string_view fault;   // in words, if there is no manifest
  bool as_written = false;  // the file is what write_manifest() makes of it: there is nothing else in it
};

/// The name of the manifest that a pointer names, whoever signed it. Nothing if there is no pointer that can be read.
[[nodiscard]] std::optional<std::string> manifest_named_by(const fs::path& pointer);

/// All manifests in `directory` but the one with the name `current_file`. Without a `current` no edition is older, and
/// all readable ones that are not unpublished are `other_list`. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::vector<OtherEdition> other_editions(const fs::path& directory, const Manifest* current,
                                                       const std::string& current_file);

/// The directories below `buckets` whose root no manifest names: a killed build's. None if a manifest is unreadable,
/// since they may be that one's. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::vector<fs::path> unnamed_buckets(const fs::path& directory);

}  // namespace selfcheck::cli
