// Takes the last steps of every edition, whatever has made it: the manifest as readers get it, its signature, one
// rename that publishes it, and its pin.
#pragma once

#include <string>

#include "edition/edition_pin.h"
#include "files/files.h"
#include "list/list_writer.h"
#include "selfcheck/manifest.h"
#include "sign/signer.h"

namespace selfcheck::cli {

/// Returns the manifest as its readers get it. Throws a Failure if they would refuse it, or if no edition could ever
/// follow it.
std::string manifest_for_readers(const Manifest& manifest);

/// Signs and publishes the edition that `writer` has begun. The pin goes into `pin_file`, unless that is empty. Returns
/// the name of the manifest's file. Throws a Failure; nothing that a reader can see has changed then, unless the
/// Failure says that the edition is complete.
std::string publish_edition(const Manifest& manifest, Signer& signer, ListWriter& writer, const fs::path& pin_file,
                            const PinPlace& pin);

}  // namespace selfcheck::cli
