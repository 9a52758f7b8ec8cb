// Reads what an output directory holds before a build: nothing, or an edition that the new one follows.
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
  std::optional<Manifest> manifest;  // null if there is no list yet
  std::vector<OtherEdition> others;
  bool has_lost_buckets = false;  // whether there are buckets that may be of an edition whose manifest is missing

  /// Returns the lowest sequence that the next edition may have, which is above that of every edition of this list that
  /// may have been published.
  [[nodiscard]] std::uint64_t next_sequence() const;
  /// Returns the sequence of the next edition: `wanted`, or the lowest possible. Throws a Failure if `wanted` is lower
  /// than that.
  [[nodiscard]] std::uint64_t choose_sequence(std::optional<std::uint64_t> wanted) const;
  /// Returns every edition that readers may have now: the present one, and newer ones, since `current.minisig` may be
  /// an old copy. Returns none if there is no list yet.
  [[nodiscard]] std::vector<const Manifest*> in_use() const;
};

/// Reads the edition in `directory`, which must be signed with one of `keys`. Throws a Failure if it is damaged or
/// signed with another key, or if `new_list` is set and there is a list. Throws one, too, if there are manifests but no
/// pointer, unless an interrupted first build left all of them, or `new_list` says that the directory shall hold
/// another list.
PresentEdition read_present_edition(const fs::path& directory, std::span<const minisign::PublicKey> keys,
                                    bool new_list);

}  // namespace selfcheck::cli
