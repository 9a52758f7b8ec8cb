#include "selfcheck/bucket_index.h"

#include "blake2b.h"
#include "stack_wiper.h"

namespace selfcheck {

std::uint16_t bucket_prefix(const CanonicalForm& form) {
  const StackWiper wiper;
  const auto digest = blake2b_personal<32>("selfcheck.bucket", form.bytes());
  return static_cast<std::uint16_t>((digest[0] << 8) | digest[1]);
}

}  // namespace selfcheck
