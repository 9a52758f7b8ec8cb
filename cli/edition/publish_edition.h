// The last steps of every edition, whatever made it: the manifest as readers get it, its signature, one rename that
// publishes it, its pin, and what killed builds have left.
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

/// The manifest as its readers get it. Throws a Failure if they would refuse it, or if no edition could ever follow it.
std::string manifest_for_readers(const Manifest& manifest);

enum class Buckets {
  written,  // by `writer`, for this edition
  kept,     // those of an edition before it with the same root: none is written, moved or touched
};

struct PublishedEdition {
  std::string manifest_file;
  std::size_t unpublished_removed = 0;  // editions that killed builds had left
};

/// `writer` has begun an edition. `others` are the other manifests in its directory. The pin goes into `pin_file`,
/// unless that is empty. Throws a Failure; nothing that a reader can see has changed then, unless it says that the
/// edition is complete.
PublishedEdition publish_edition(const Manifest& manifest, Buckets buckets, Signer& signer, ListWriter& writer,
                                 const std::vector<OtherEdition>& others, const fs::path& pin_file,
                                 const PinPlace& pin);

}  // namespace selfcheck::cli
