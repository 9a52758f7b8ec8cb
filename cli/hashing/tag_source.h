// From a number to its tag: the slow part. A library of its own (selfcheck_tag_source), so that a benchmark of all the
// rest can link another, and no program for publishers can.
#pragma once

#include "selfcheck/identifier.h"
#include "selfcheck/manifest.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// One thread's. It needs list_id, nonce, group_salt, argon2 and the canary of `manifest`, which must outlive it.
class TagSource {
 public:
  explicit TagSource(const Manifest& manifest) : manifest_(manifest) {}

  /// That this thread hashes rightly: by a known answer the first time, and by the list's canary every time, whose hash
  /// is computed anew and given. Errors: canary_hash if it comes out wrong, out_of_memory.
  [[nodiscard]] Result<SlowHash> prove();
  /// H, the slow hash. Errors: out_of_memory.
  [[nodiscard]] Result<SlowHash> hash(const CanonicalForm& form) const;
  /// T of an H.
  [[nodiscard]] std::uint64_t tag(const SlowHash& hash) const;

 private:
  const Manifest& manifest_;
  bool knows_answer_ = false;
};

}  // namespace selfcheck::cli
