#include "base/suggestion.h"

#include <algorithm>
#include <cstddef>

namespace selfcheck::cli {
namespace {

// The distance of Damerau and Levenshtein. Two neighbours count as swapped only if nothing else has changed them.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> steps(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        steps[i][j] = i + j;
        continue;
      }
      const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
      steps[i][j] = std::min({steps[i - 1][j] + 1, steps[i][j - 1] + 1, steps[i - 1][j - 1] + changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        steps[i][j] = std::min(steps[i][j], steps[i - 2][j - 2] + 1);
      }
    }
  }
  return steps[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> similar_name(std::string_view typed, const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 2, kShortName = 4;
  std::optional<std::string> best;
  std::size_t least = kMost + 1;
  for (const std::string& name : names) {
    if (typed.size() > name.size() + kMost) continue;
    const std::size_t steps = distance(typed, name);
    if (steps == 0) return std::nullopt;
    if (steps >= least || (steps == kMost && name.size() <= kShortName)) continue;
    least = steps;
    best = name;
  }
  return best;
}

}  // namespace selfcheck::cli
