// Which numbers of a build are hashed a second time before anything is signed.
#pragma once

#include <cstdint>
#include <vector>

namespace selfcheck::cli {

/// Positions in [0, count), increasing: all if there are 1,000 or fewer, else 1,000 or 0.5% of them (rounded up),
/// chosen at random, each as likely as any other. With a thousand of them a fault that spoils one hash in a hundred
/// stays unseen once in 23,000 builds.
[[nodiscard]] std::vector<std::uint64_t> choose_sample(std::uint64_t count);

}  // namespace selfcheck::cli
