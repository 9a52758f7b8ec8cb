#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace selfcheck::privacy {
namespace {

/// Kolmogorov's distribution: the chance of a distance above `d`, where `n` is how large the sample is, or both in
/// effect.
double kolmogorov_p(double d, double n) {
  const double root = std::sqrt(n);
  const double lambda = (root + 0.12 + 0.11 / root) * d;  // Stephens 1970
  if (lambda < 0.2) return 1;
  double p = 0;
  for (int k = 1; k <= 100; ++k) p += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * lambda * lambda);
  return std::clamp(p, 0.0, 1.0);
}

}  // namespace

double normal_p(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

double chi_square_p(double sum, double degrees) {
  // Wilson and Hilferty 1931: the cube root of a chi-square variable is nearly normal.
  const double variance = 2 / (9 * degrees);
  return normal_p((std::cbrt(sum / degrees) - (1 - variance)) / std::sqrt(variance));
}

double chi_square_p(std::span<const std::uint64_t> counts) {
  const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  const double expected = total / static_cast<double>(counts.size());
  double sum = 0;
  for (const std::uint64_t count : counts) {
    const double difference = static_cast<double>(count) - expected;
    sum += difference * difference / expected;
  }
  return chi_square_p(sum, static_cast<double>(counts.size() - 1));
}

double ks_p(std::vector<double> sample, const std::function<double(double)>& cumulative) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double at = cumulative(sample[i]);
    distance = std::max({distance, at - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - at});
  }
  return kolmogorov_p(distance, n);
}

double ks_p(std::vector<double> first, std::vector<double> second) {
  std::sort(first.begin(), first.end());
  std::sort(second.begin(), second.end());
  const auto n = static_cast<double>(first.size()), m = static_cast<double>(second.size());
  double distance = 0;
  for (std::size_t i = 0, j = 0; i < first.size() && j < second.size();) {
    const double at = std::min(first[i], second[j]);
    while (i < first.size() && first[i] <= at) ++i;
    while (j < second.size() && second[j] <= at) ++j;
    distance = std::max(distance, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return kolmogorov_p(distance, n * m / (n + m));
}

double poisson_p(std::uint64_t observed, double expected) {
  double below = 0, term = std::exp(-expected);
  for (std::uint64_t i = 0; i < observed; ++i) {
    below += term;
    term *= expected / static_cast<double>(i + 1);
  }
  return std::clamp(1 - below, term, 1.0);
}

}  // namespace selfcheck::privacy
