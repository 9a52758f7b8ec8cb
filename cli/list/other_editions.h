// Finds the manifests and buckets in a list's directory that do not belong to the present edition.
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
  unpublished,  // a killed build left it, with the pointer that it had not published yet
  not_older,    // of the same list, with no lower sequence: `current.minisig` may be an older copy, and this published
  other_list,
  unreadable,  // the file is no manifest, or not the one that its name says
};

struct OtherEdition {
  std::string file;  // the manifest's name
  EditionState state = EditionState::unreadable;
  std::optional<Manifest> manifest;
  std::string_view fault;   // why there is no manifest, in words
  bool as_written = false;  // the file is exactly what write_manifest() makes of it, with nothing else in it
};

/// Returns the file name of the manifest that a pointer names, whoever signed it, or nothing if there is no pointer
/// that can be read.
[[nodiscard]] std::optional<std::string> manifest_named_by(const fs::path& pointer);

/// Returns all manifests in `directory` but the one with the name `current_file`. If `current` is null, no edition is
/// older, and all readable ones that are not unpublished are `other_list`. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::vector<OtherEdition> other_editions(const fs::path& directory, const Manifest* current,
                                                       const std::string& current_file);

/// Returns the directories below `buckets` whose root no manifest names: a killed build has left them, or their
/// manifest is missing. Returns none if a manifest is unreadable, since they may belong to that one. Throws
/// std::filesystem::filesystem_error.
[[nodiscard]] std::vector<fs::path> unnamed_buckets(const fs::path& directory);

/// Returns those of them of which nothing tells that a killed build has left them: the edition may have been
/// published, and all of it copied here but its manifest. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::vector<fs::path> lost_buckets(const fs::path& directory);

}  // namespace selfcheck::cli
