// From a number to its tag: the slow part. A library of its own (selfcheck_tag_source), so that a benchmark of all the
// rest can link another, and no program for publishers can.
#pragma once

#include <string_view>

#include "selfcheck/identifier.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// One thread's. It needs list_id, nonce, group_salt, argon2 and the canary of `manifest`, which must outlive it.
class TagSource {
 public:
  /// Error::place of a canary_hash that says that the known answer came out wrong, and not the list's canary.
  static constexpr std::string_view kKnownAnswer = "known answer";

  explicit TagSource(const Manifest& manifest) : manifest_(manifest) {}

  /// H of the canary's text, computed anew. Before the first one a known answer is asked for. Errors: canary_hash if
  /// that comes out wrong; out_of_memory.
  [[nodiscard]] Result<SlowHash> canary();
  /// That this thread hashes rightly: by canary(), which has to be what the manifest says. Errors: canary_hash if it is
  /// not; out_of_memory.
  [[nodiscard]] Result<SlowHash> prove();
  /// H, the slow hash. Errors: out_of_memory.
  [[nodiscard]] Result<SlowHash> hash(const CanonicalForm& form) const;
  /// T of an H, of a list that is not keyed.
  [[nodiscard]] std::uint64_t tag(const SlowHash& hash) const;

 private:
  const Manifest& manifest_;
  bool knows_answer_ = false;
};

}  // namespace selfcheck::cli
