// Reads every bucket file of an edition, and compares it with the edition's manifest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "files/files.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// How many files failed a check, and the first of them.
struct BucketFault {
  std::uint64_t count = 0;
  std::string first;

  /// Returns the fault in words, such as `2 files missing or unreadable, 3334.bin first`, where `what` says what is
  /// wrong.
  [[nodiscard]] std::string described(std::string_view what) const;
};

struct EditionBuckets {
  // Each file is checked in this order, and counted only at the first check that it fails.
  BucketFault missing, wrong_length, wrong_proof, wrong_encoding, without_canary;
  bool right_root = false;  // the root of all that was read is the manifest's

  [[nodiscard]] bool all_read() const { return missing.count == 0 && wrong_length.count == 0; }
  [[nodiscard]] bool all_right() const { return all_read() && wrong_proof.count == 0 && wrong_encoding.count == 0; }
  /// Returns the faults in words, one for each check that a file failed. Empty if every bucket is what the manifest
  /// says.
  [[nodiscard]] std::vector<std::string> faults() const;
};

/// Reads all bucket files, with a progress line that says `doing`. The canary is looked for by the hash that the
/// manifest states; whether that hash is right is another check. Throws a Failure after a signal to stop.
EditionBuckets read_buckets(const fs::path& directory, const Manifest& manifest, const std::string& doing);

}  // namespace selfcheck::cli
