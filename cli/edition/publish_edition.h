// Takes the last steps of every edition, whatever has made it: the manifest as readers get it, its signature, one
// rename that publishes it, its pin, and what killed builds have left.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "edition/edition_pin.h"
#include "files/files.h"
#include "list/list_writer.h"
#include "list/other_editions.h"
#include "selfcheck/manifest.h"
#include "sign/signer.h"

namespace selfcheck::cli {

/// Returns the manifest as its readers get it. Throws a Failure if they would refuse it, or if no edition could ever
/// follow it.
std::string manifest_for_readers(const Manifest& manifest);

enum class Buckets {
  written,  // `writer` has written them for this edition
  kept,     // an edition before it has them, with the same root: none is written, moved or touched
};

struct PublishedEdition {
  std::string manifest_file;
  std::size_t unpublished_removed = 0;  // how many editions that killed builds had left are gone now
};

/// Signs and publishes the edition that `writer` has begun. `others` are the other manifests in its directory. The pin
/// goes into `pin_file`, unless that is empty. Throws a Failure; nothing that a reader can see has changed then, unless
/// the Failure says that the edition is complete.
PublishedEdition publish_edition(const Manifest& manifest, Buckets buckets, Signer& signer, ListWriter& writer,
                                 const std::vector<OtherEdition>& others, const fs::path& pin_file,
                                 const PinPlace& pin);

}  // namespace selfcheck::cli
