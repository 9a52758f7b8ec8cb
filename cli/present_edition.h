// What an output directory holds before a build: nothing, or an edition that the new one succeeds.
#pragma once

#include <optional>

#include "files.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {

/// The edition in `directory`; nothing if there is none yet. Throws a Failure if the edition is damaged or signed
/// with another key than `key`.
std::optional<Manifest> read_present_edition(const fs::path& directory, const minisign::PublicKey& key);

}  // namespace selfcheck::cli
