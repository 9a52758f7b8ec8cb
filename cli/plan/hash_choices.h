// The slow hash is a price that three pay: the publisher once a number, every reader on their phone, and whoever tries
// all numbers. Pairs of memory and passes side by side, so that it can be chosen.
#pragma once

#include <cstdint>
#include <vector>

#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// The default of a keyed list. Nobody can try its numbers while fewer shares than are needed have leaked; after that
/// the difference to a static list's default keeps nobody out, and every reader and the publisher pay a third.
inline constexpr Argon2Params kKeyedArgon2{.ops = 2, .mem_kib = 32 * 1024};

/// Seconds that a cheap phone's browser takes for one hash: 0.7 at 64 MiB and 3 passes, scaled by memory times passes.
/// docs/PERFORMANCE.md, "A check on a slow phone": the engine's 167 ms, held up 4.2 times. Of an answer it is most.
/// Phones with 2 GB may not have 128 MiB or more to give.
[[nodiscard]] double phone_seconds(Argon2Params params);

struct HashChoice {
  Argon2Params params;
  bool chosen = false;
  bool usual = false;      // the default
  bool keyed = false;      // the default of a keyed list
  bool only_test = false;  // too cheap to try all numbers with: lists must be marked `test`
};

/// Pairs over what the format allows, the default and `chosen` among them, the cheapest to try all numbers with first.
[[nodiscard]] std::vector<HashChoice> hash_choices(Argon2Params chosen);

}  // namespace selfcheck::cli
