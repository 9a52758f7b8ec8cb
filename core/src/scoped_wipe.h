// Wipes a value at the end of a scope. It is for what is computed from an identifier on the way to something else.
#pragma once

#include <sodium.h>

#include <type_traits>

namespace selfcheck {

template <typename T>
class ScopedWipe {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit ScopedWipe(T& value) : value_(value) {}
  ScopedWipe(const ScopedWipe&) = delete;
  ScopedWipe& operator=(const ScopedWipe&) = delete;
  ~ScopedWipe() { sodium_memzero(&value_, sizeof(T)); }

 private:
  T& value_;
};

}  // namespace selfcheck
