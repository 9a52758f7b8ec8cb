// Wipes what the functions called in a scope left on the stack: libsodium's hashes clean up after themselves only in
// part.
#pragma once

#include <sodium.h>

namespace selfcheck {

class StackWiper {
 public:
  StackWiper() = default;
  StackWiper(const StackWiper&) = delete;
  StackWiper& operator=(const StackWiper&) = delete;
  // Deeper than Argon2id or BLAKE2b go, and well within the 64 KiB that the engine for browsers has.
  ~StackWiper() { sodium_stackzero(16 * 1024); }
};

}  // namespace selfcheck
