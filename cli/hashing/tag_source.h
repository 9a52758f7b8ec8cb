// Makes a number's tag, which is the slow part. It is a library of its own (selfcheck_tag_source), so that a benchmark
// of all the rest can link another, and no program for publishers can.
#pragma once

#include <string_view>

#include "selfcheck/identifier.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// Makes tags on one thread; every thread has its own. It needs list_id, nonce, group_salt, argon2 and the canary of
/// `manifest`, which must outlive it.
class TagSource {
 public:
  /// A canary_hash with this Error::place says that the known answer came out wrong, and not the list's canary.
  static constexpr std::string_view kKnownAnswer = "known answer";

  explicit TagSource(const Manifest& manifest) : manifest_(manifest) {}

  /// Returns H of the canary's text, computed anew. Before the first one a known answer is asked for. Errors:
  /// canary_hash if that comes out wrong; out_of_memory.
  [[nodiscard]] Result<SlowHash> canary();
  /// Proves that this thread hashes rightly by canary(), which has to be what the manifest says, and returns that.
  /// Errors: canary_hash if it is not; out_of_memory.
  [[nodiscard]] Result<SlowHash> prove();
  /// Returns H, the slow hash of a number. Errors: out_of_memory.
  [[nodiscard]] Result<SlowHash> hash(const CanonicalForm& form) const;
  /// Returns T, the tag of an H, for a list that is not keyed.
  [[nodiscard]] std::uint64_t tag(const SlowHash& hash) const;

 private:
  const Manifest& manifest_;
  bool knows_answer_ = false;
};

}  // namespace selfcheck::cli
