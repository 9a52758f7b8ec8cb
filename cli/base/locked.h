// One secret that is held for long: it has whole pages to itself, which are wiped in the end, left out of core dumps,
// and kept out of swap where the system allows that (locked_memory.h).
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "base/locked_memory.h"

namespace selfcheck::cli {

template <typename T>
struct LockedDelete {
  void operator()(T* secret) const {
    secret->~T();
    LockedAllocator<T>().deallocate(secret, 1);
  }
};

template <typename T>
using Locked = std::unique_ptr<T, LockedDelete<T>>;

/// Moves a secret into pages of its own. Its type wipes what it is moved from. Throws std::bad_alloc if there is no
/// memory.
template <typename T>
[[nodiscard]] Locked<T> locked(T secret) {
  static_assert(std::is_nothrow_move_constructible_v<T>);
  return Locked<T>(new (LockedAllocator<T>().allocate(1)) T(std::move(secret)));
}

}  // namespace selfcheck::cli
