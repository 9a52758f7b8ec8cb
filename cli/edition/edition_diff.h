// How two editions differ in what is public: what anybody can see who has both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "files/files.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// An edition as it lies there. Its hash is right; whether its signature is, `verify` tells.
struct FoundEdition {
  fs::path directory;  // where its buckets would be
  std::string manifest_file;
  Manifest manifest;
  std::string key;  // how the public key begins that its pointer names; empty if the pointer is not there
};

/// `path` is a list's directory, for its present edition, or a manifest's file. Throws a Failure.
FoundEdition find_edition(const fs::path& path);

struct EditionDifference {
  std::string name;  // stable: a program may look for it
  std::string from;
  std::string to;
  std::string meaning;  // for readers and the publisher, in a sentence
};

/// Of two editions in which one entry has one stored value.
struct EntriesCompared {
  std::uint64_t buckets = 0;
  std::uint64_t buckets_differ = 0;
  std::uint64_t values_only_in_old = 0;  // dummies among them, if their seeds differ
  std::uint64_t values_only_in_new = 0;
};

struct EditionDiff {
  std::vector<EditionDifference> differences;
  bool same_list = false;
  bool same_group_salt = false;  // whoever pays to try all numbers pays once for both
  bool same_buckets = false;     // the same root
  /// The same list, salt, nonce and slow hash: one entry has one tag in both, so that anybody can tell which entries
  /// were added and removed.
  bool comparable = false;
  std::optional<EntriesCompared> compared;
  std::string not_compared;  // why not, if they are comparable
};

/// Reads the buckets of both if they are comparable, with a progress line. Throws a Failure if it is told to stop.
EditionDiff diff_editions(const FoundEdition& before, const FoundEdition& after);

}  // namespace selfcheck::cli
