// The pin of a list whose next edition is being made.
#pragma once

#include <string>
#include <vector>

#include "files/files.h"
#include "list/pins_file.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {

/// Where a list's pin goes, and what it says besides list and key.
struct PinPlace {
  fs::path file;                            // empty: <list's directory>.pin.json
  std::string id;                           // empty: the present one, or the kind's name
  std::string url;                          // empty: the present one, or lists/<id>/
  std::vector<PinnedEvaluator> evaluators;  // none: the present ones
  bool new_list = false;                    // it may take the place of another list's pin
};

/// The file of `place`, for the list in `list_directory`. Throws a Failure if it lies inside a list, or is named and in
/// a folder that is not there.
fs::path pins_path(const PinPlace& place, const fs::path& list_directory);

/// Puts the pin of `manifest`'s edition, signed with `key`, among `pins`. A pin of the same list keeps its address
/// (unless
/// --url gives one), its evaluators (unless --evaluator gives some) and its other keys. Those of a keyed list must be
/// ones that it can be asked of. A pin of another list with the same id is replaced only by --new-list, and only
/// in the file that is named after the list's directory. Throws a Failure.
void pin_edition(std::vector<Pin>& pins, const PinPlace& place, const Manifest& manifest,
                 const minisign::PublicKey& key);

/// Throws a Failure if `manifest` is of a keyed list that can't be asked about with these.
void fail_unless_evaluators_suffice(const Manifest& manifest, const std::vector<PinnedEvaluator>& evaluators);

/// Before the work: throws a Failure if the pin could not be written, or asks for a later edition than this. Warns if
/// readers with the present pin could not check the edition.
void try_pin(const fs::path& path, const PinPlace& place, const Manifest& manifest, const minisign::PublicKey& key);

/// Once the edition is published: writes the pin, into what the file then holds. A Failure says that all else is done.
void write_pin(const fs::path& path, const PinPlace& place, const Manifest& manifest, const minisign::PublicKey& key);

}  // namespace selfcheck::cli
