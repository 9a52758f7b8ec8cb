// The pin of a list that is being built.
#pragma once

#include <vector>

#include "job/build.h"
#include "list/pins_file.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {

/// Puts the pin of `manifest`'s edition, signed with `key`, among `pins`. A pin of the same list keeps its address
/// (unless
/// --url gives one) and its other keys. A pin of another list with the same id is replaced only by --new-list, and only
/// in the file that is named after the list's directory. Throws a Failure.
void pin_edition(std::vector<Pin>& pins, const BuildOptions& options, const Manifest& manifest,
                 const minisign::PublicKey& key);

/// Before the first slow hash: throws a Failure if the pin could not be written, or asks for a later edition than this.
void try_pin(const fs::path& path, const BuildOptions& options, const Manifest& manifest,
             const minisign::PublicKey& key);

/// Once the edition is published: writes the pin, into what the file then holds. A Failure says that all else is done.
void write_pin(const fs::path& path, const BuildOptions& options, const Manifest& manifest,
               const minisign::PublicKey& key);

}  // namespace selfcheck::cli
