// Whether an input is still the one that was read.
#pragma once

#include <cstdint>
#include <vector>

#include "input/input_options.h"
#include "selfcheck/bytes.h"

namespace selfcheck::cli {

/// Of one file as it lies there, before it is unpacked or read as text.
struct InputFingerprint {
  std::uint64_t bytes = 0;
  Digest digest{};  // BLAKE2b-256 of all its bytes

  friend bool operator==(const InputFingerprint&, const InputFingerprint&) = default;
};

/// Reads all files to their ends, and nothing more: one fingerprint a file, in their order, as read_identifiers
/// (intake.h) makes them. Throws a Failure.
[[nodiscard]] std::vector<InputFingerprint> fingerprints(const InputOptions& options);

}  // namespace selfcheck::cli
