// Writes the pin of a list whose next edition is being made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "files/files.h"
#include "list/pins_file.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {

/// Where a list's pin goes, and what it says besides list and key.
struct PinPlace {
  fs::path file;                            // if empty, <list's directory>.pin.json
  std::string id;                           // if empty, the present one, or the kind's name
  std::string url;                          // if empty, the present one, or lists/<id>/
  std::vector<PinnedEvaluator> evaluators;  // if none, the present ones
  bool new_list = false;                    // whether it may take the place of another list's pin
};

/// Returns the file of `place`, for the list in `list_directory`. Throws a Failure if the file lies inside a list, or
/// is named and in a folder that is not there.
fs::path pins_path(const PinPlace& place, const fs::path& list_directory);

/// Puts the pin of `manifest`'s edition, which is signed with `key`, among `pins`. A pin of the same list keeps its
/// address (unless --url gives one), its evaluators (unless --evaluator gives some) and its other keys. The evaluators
/// of a keyed list must be enough to ask about it, unless it is withdrawn. A pin of another list with the same id is
/// replaced only by --new-list, and only in the file that is named after the list's directory. Throws a Failure if any
/// of this forbids it.
void pin_edition(std::vector<Pin>& pins, const PinPlace& place, const Manifest& manifest,
                 const minisign::PublicKey& key);

/// Throws a Failure if `manifest` is of a keyed list that can't be asked about with these evaluators.
void fail_unless_evaluators_suffice(const Manifest& manifest, const std::vector<PinnedEvaluator>& evaluators);

/// Returns the number of the oldest edition that the pin of this list accepts, which was published, or 0 if the file
/// has no pin of it. Throws a Failure if the file is no file of pins.
[[nodiscard]] std::uint64_t pinned_sequence(const fs::path& path, const ListId& list_id);

/// Tries the pin before the work. Throws a Failure if the pin could not be written, or asks for an edition that this
/// one would not come after. Warns if readers with the present pin could not check the edition.
void try_pin(const fs::path& path, const PinPlace& place, const Manifest& manifest, const minisign::PublicKey& key);

/// Writes the pin once the edition is published, into what the file then holds. A Failure says that all else is done.
void write_pin(const fs::path& path, const PinPlace& place, const Manifest& manifest, const minisign::PublicKey& key);

}  // namespace selfcheck::cli
