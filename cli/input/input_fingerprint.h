// Fingerprints of input files, which show whether an input is still the one that was read before.
#pragma once

#include <cstdint>
#include <vector>

#include "input/input_options.h"
#include "selfcheck/bytes.h"

namespace selfcheck::cli {

/// The fingerprint of one file as it is stored, before it is unpacked or read as text.
struct InputFingerprint {
  std::uint64_t bytes = 0;
  Digest digest{};  // BLAKE2b-256 of all its bytes

  friend bool operator==(const InputFingerprint&, const InputFingerprint&) = default;
};

/// Reads all files to their ends without looking for numbers. Returns one fingerprint for each file, in the files'
/// order, the same as read_identifiers (intake.h) makes. Throws a Failure.
[[nodiscard]] std::vector<InputFingerprint> fingerprints(const InputOptions& options);

}  // namespace selfcheck::cli
