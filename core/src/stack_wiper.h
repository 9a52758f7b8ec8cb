// Wipes what the functions that are called in a scope leave on the stack, because libsodium's hashes clean up after
// themselves only in part.
#pragma once

#include <sodium.h>

namespace selfcheck {

class StackWiper {
 public:
  StackWiper() = default;
  StackWiper(const StackWiper&) = delete;
  StackWiper& operator=(const StackWiper&) = delete;
  // 16 KiB reach deeper than Argon2id or BLAKE2b go, and fit well into the stack of 64 KiB that the engine for browsers
  // has.
  ~StackWiper() { sodium_stackzero(16 * 1024); }
};

}  // namespace selfcheck
