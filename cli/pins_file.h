// The pin that goes with a list, in a file that may hold pins of other lists too.
#pragma once

#include <string>

#include "build.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {

/// Where the pin goes: `--pin-out`, or beside the list's directory. Throws a Failure if that is inside it.
fs::path pins_path(const BuildOptions& options, const fs::path& list_directory);

/// The pins file that `path` shall hold: what it holds now, with this edition's pin. A pin of the same list
/// keeps its address, and its other keys; another list's pin of the same id is replaced. Throws a Failure.
std::string updated_pins(const fs::path& path, const BuildOptions& options, const Manifest& manifest,
                         const minisign::PublicKey& key);

}  // namespace selfcheck::cli
