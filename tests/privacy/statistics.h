// Tests of whether numbers could have come about by chance. Each returns a p-value: the chance that what is even in
// truth looks as uneven as this, or (but for the Kolmogorov-Smirnov tests) as even as this. A small one says that it is
// not even.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace selfcheck::privacy {

/// Returns the p-value of a standard normal deviate, on both sides.
[[nodiscard]] double normal_p(double z);

/// Pearson's chi-square test of counts that should all be equal, on both sides: what is too even is not random either.
[[nodiscard]] double chi_square_p(std::span<const std::uint64_t> counts);

/// The chi-square test of a sum of squares of `degrees` standard normal deviates, on both sides.
[[nodiscard]] double chi_square_p(double sum, double degrees);

/// The Kolmogorov-Smirnov test of a sample against a distribution. `cumulative` returns the chance of at most its
/// argument.
[[nodiscard]] double ks_p(std::vector<double> sample, const std::function<double(double)>& cumulative);

/// The Kolmogorov-Smirnov test of whether two samples have one distribution.
[[nodiscard]] double ks_p(std::vector<double> first, std::vector<double> second);

/// The chance of `observed` or more events where `expected` are expected (Poisson's distribution).
[[nodiscard]] double poisson_p(std::uint64_t observed, double expected);

}  // namespace selfcheck::privacy
