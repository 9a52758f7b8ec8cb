// What an output directory holds before a build: nothing, or an edition that the new one succeeds.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "files/files.h"
#include "list/other_editions.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {

struct PresentEdition {
  std::optional<Manifest> manifest;  // nothing: there is no list yet
  std::vector<OtherEdition> others;

  /// The lowest number that the next edition may have: above every edition of this list that may have been published.
  [[nodiscard]] std::uint64_t next_sequence() const;
  /// The number of the next edition: `wanted`, or the lowest. Throws a Failure if `wanted` is lower than that.
  [[nodiscard]] std::uint64_t choose_sequence(std::optional<std::uint64_t> wanted) const;
  /// Every edition that readers may have now: the present one, and newer ones where `current.minisig` may be an old
  /// copy. None if there is no list yet.
  [[nodiscard]] std::vector<const Manifest*> in_use() const;
  /// How many entries the last edition had that gave verdicts: the latest, or, if that is withdrawn, the last before it
  /// whose manifest is still there. Nothing if there is none.
  [[nodiscard]] std::optional<std::uint64_t> last_entries() const;
};

/// The edition in `directory`, signed with one of `keys`. Throws a Failure if it is damaged or signed with another key;
/// and if there are manifests but no pointer, unless all are an interrupted first build's, or `new_list` says that the
/// directory shall hold another list.
PresentEdition read_present_edition(const fs::path& directory, std::span<const minisign::PublicKey> keys,
                                    bool new_list);

}  // namespace selfcheck::cli
