// Chooses which numbers of a build are hashed a second time before anything is signed.
#pragma once

#include <cstdint>
#include <vector>

namespace selfcheck::cli {

/// Returns how many of `count` are hashed again: all if there are 1,000 or fewer, else 1,000 or 0.5% (rounded up),
/// whichever is more.
[[nodiscard]] std::uint64_t sample_size(std::uint64_t count);

/// Returns as many positions in [0, count), increasing, chosen at random, each as likely as any other. With a thousand
/// of them a fault that spoils one hash in a hundred stays unseen once in 23,000 builds.
[[nodiscard]] std::vector<std::uint64_t> choose_sample(std::uint64_t count);

}  // namespace selfcheck::cli
