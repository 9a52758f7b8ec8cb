// Compares pairs of memory and passes, so that the slow hash can be chosen. It is a price that three pay: the publisher
// once for each number, every reader on their phone, and whoever tries all numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// The default of a keyed list. Nobody can try its numbers by hashing as long as fewer shares than are needed have
/// leaked. After that, a static list's default would keep nobody out either, and this one costs every reader and the
/// publisher a third of it.
inline constexpr Argon2Params kKeyedArgon2{.ops = 2, .mem_kib = 32 * 1024};

/// Returns how many seconds a cheap phone's browser takes for one hash: 0.7 at 64 MiB and 3 passes, scaled by memory
/// times passes. It is the engine's 167 ms, slowed down 4.2 times (docs/PERFORMANCE.md, "A check on a slow phone"), and
/// most of the time that an answer takes. Phones with 2 GB may not have 128 MiB or more to give.
[[nodiscard]] double phone_seconds(Argon2Params params);

struct HashChoice {
  Argon2Params params;
  bool chosen = false;
  bool usual = false;      // the default of a static list
  bool keyed = false;      // the default of a keyed list
  bool only_test = false;  // so cheap to try all numbers with that lists must be marked `test`
};

/// Returns pairs from all of the range that the format allows, the defaults and `chosen` among them. The one that makes
/// it cheapest to try all numbers comes first.
[[nodiscard]] std::vector<HashChoice> hash_choices(Argon2Params chosen);

}  // namespace selfcheck::cli
