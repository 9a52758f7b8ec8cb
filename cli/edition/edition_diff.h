// Tells how two editions differ in what is public: what anybody can see who has both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "files/files.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// An edition as it lies in a directory. If its file is named by a hash, that is right; whether its signature is,
/// `verify` tells.
struct FoundEdition {
  fs::path directory;  // where its buckets would be
  std::string manifest_file;
  Manifest manifest;
  std::string key;  // how the public key of its signature begins; empty if no pointer there names it
};

/// Returns the edition whose manifest is the file `path`, or the present edition of the list in the directory `path`.
/// Throws a Failure if there is none.
FoundEdition find_edition(const fs::path& path);

struct EditionDifference {
  std::string name;  // stays the same, since a program may look for it
  std::string from;
  std::string to;
  std::string meaning;  // says in a sentence what it means for readers and the publisher; may be empty
};

/// How the stored values differ of two editions in which one entry has one stored value.
struct EntriesCompared {
  std::uint64_t buckets = 0;
  std::uint64_t buckets_differ = 0;
  std::uint64_t values_only_in_old = 0;  // dummies are among them, if their seeds differ
  std::uint64_t values_only_in_new = 0;
};

struct EditionDiff {
  std::vector<EditionDifference> differences;
  bool same_list = false;
  bool same_group_salt = false;  // if so, whoever pays to try all numbers pays once for both
  bool same_buckets = false;     // whether the roots are the same
  /// Whether list, salt, nonce, slow hash and key are the same. Then one entry has one tag in both, so that anybody can
  /// tell which entries were added and removed.
  bool comparable = false;
  std::optional<EntriesCompared> compared;
  std::string not_compared;  // why they were not, if they are comparable
};

/// Tells how two editions differ. It reads the buckets of both if they are comparable, with a progress line. Throws a
/// Failure if a signal asks to stop.
EditionDiff diff_editions(const FoundEdition& before, const FoundEdition& after);

}  // namespace selfcheck::cli
