#include "lookalikes.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "statistics.h"

namespace selfcheck::privacy {
namespace {

struct Sample {
  std::vector<std::uint64_t> values;
  std::vector<double> gaps;  // from the value below, whatever that is
};

struct Samples {
  Sample dummies, entries;
  Sample& of(bool dummy) { return dummy ? dummies : entries; }
};

Samples samples_of(const std::vector<LabelledBucket>& buckets) {
  Samples samples;
  for (const LabelledBucket& bucket : buckets) {
    for (std::size_t i = 0; i < bucket.size(); ++i) {
      Sample& sample = samples.of(bucket[i].dummy);
      sample.values.push_back(bucket[i].value);
      if (i > 0) sample.gaps.push_back(static_cast<double>(bucket[i].value - bucket[i - 1].value));
    }
  }
  return samples;
}

std::vector<double> places(const Sample& sample, ValueSpace space) {
  std::vector<double> found;
  for (const std::uint64_t value : sample.values) {
    found.push_back((static_cast<double>(value) + 0.5) / static_cast<double>(space.size()));
  }
  return found;
}

double evenly(double place) { return std::clamp(place, 0.0, 1.0); }

double low_bytes_p(const Sample& sample) {
  std::vector<std::uint64_t> counts(256);
  for (const std::uint64_t value : sample.values) ++counts[value & 0xff];
  return chi_square_p(counts);
}

/// Each of the low `p` bits, which count * 2^p divides evenly, is set in half of the values.
double bits_p(const Sample& sample, std::uint32_t p) {
  const auto n = static_cast<double>(sample.values.size());
  double sum = 0;
  for (std::uint32_t bit = 0; bit < p; ++bit) {
    const auto set =
        std::count_if(sample.values.begin(), sample.values.end(), [&](auto v) { return (v >> bit & 1) != 0; });
    const double z = (2 * static_cast<double>(set) - n) / std::sqrt(n);
    sum += z * z;
  }
  return chi_square_p(sum, p);
}

/// The distances between a bucket's dummies, had nobody but chance put them there: the share of its whole range that is
/// free around each has the distribution 1 - (1 - x)^dummies.
double distances_p(const std::vector<LabelledBucket>& buckets, ValueSpace space) {
  std::vector<double> chances;
  for (const LabelledBucket& bucket : buckets) {
    std::vector<std::uint64_t> dummies;
    for (const auto& [value, dummy] : bucket) {
      if (dummy) dummies.push_back(value);
    }
    for (std::size_t i = 1; i < dummies.size(); ++i) {
      const double share = (static_cast<double>(dummies[i] - dummies[i - 1]) - 0.5) / static_cast<double>(space.size());
      chances.push_back(1 - std::pow(1 - share, static_cast<double>(dummies.size())));
    }
  }
  return ks_p(std::move(chances), evenly);
}

/// Wald and Wolfowitz's test of runs: dummies neither gather nor keep apart.
double runs_p(const std::vector<LabelledBucket>& buckets) {
  double sum = 0, variance = 0;
  for (const LabelledBucket& bucket : buckets) {
    double dummies = 0, runs = 1;
    for (std::size_t i = 0; i < bucket.size(); ++i) {
      dummies += bucket[i].dummy ? 1 : 0;
      runs += i > 0 && bucket[i].dummy != bucket[i - 1].dummy ? 1 : 0;
    }
    const auto n = static_cast<double>(bucket.size());
    const double pairs = 2 * dummies * (n - dummies);
    sum += runs - (pairs / n + 1);
    variance += pairs * (pairs - n) / (n * n * (n - 1));
  }
  return normal_p(sum / std::sqrt(variance));
}

/// The correlation of the low bits of dummies with those of the values below them.
double neighbours_p(const std::vector<LabelledBucket>& buckets, std::uint32_t p) {
  const auto low = [&](std::uint64_t value) {
    return static_cast<double>(value & ((std::uint64_t{1} << p) - 1)) / static_cast<double>(std::uint64_t{1} << p) -
           0.5;
  };
  double sum = 0, count = 0;
  for (const LabelledBucket& bucket : buckets) {
    for (std::size_t i = 1; i < bucket.size(); ++i) {
      if (!bucket[i].dummy) continue;
      sum += low(bucket[i].value) * low(bucket[i - 1].value);
      count += 1;
    }
  }
  // The product of two even variables in [-1/2, 1/2] has the variance 1/144.
  return normal_p(sum * 12 / std::sqrt(count));
}

/// Dummies that several buckets have in common.
double common_p(const std::vector<LabelledBucket>& buckets, ValueSpace space) {
  std::map<std::uint64_t, std::uint64_t> times;
  double all = 0, within = 0;
  for (const LabelledBucket& bucket : buckets) {
    double here = 0;
    for (const auto& [value, dummy] : bucket) {
      if (!dummy) continue;
      ++times[value];
      here += 1;
    }
    all += here;
    within += here * here;
  }
  std::uint64_t pairs = 0;
  for (const auto& [value, n] : times) pairs += n * (n - 1) / 2;
  return poisson_p(pairs, (all * all - within) / 2 / static_cast<double>(space.size()));
}

}  // namespace

std::vector<Finding> tell_apart(const std::vector<LabelledBucket>& buckets, ValueSpace space) {
  const Samples samples = samples_of(buckets);
  const auto& [dummies, entries] = samples;
  return {
      {"places of dummies against even ones", ks_p(places(dummies, space), evenly)},
      {"places of entries against even ones", ks_p(places(entries, space), evenly)},
      {"places of dummies against entries'", ks_p(places(dummies, space), places(entries, space))},
      {"low bits of dummies", bits_p(dummies, space.p)},
      {"low bits of entries", bits_p(entries, space.p)},
      {"last bytes of dummies", low_bytes_p(dummies)},
      {"last bytes of entries", low_bytes_p(entries)},
      {"gaps below dummies against gaps below entries", ks_p(dummies.gaps, entries.gaps)},
      {"distances between dummies", distances_p(buckets, space)},
      {"order of dummies and entries", runs_p(buckets)},
      {"low bits of dummies against their neighbours'", neighbours_p(buckets, space.p)},
      {"dummies that buckets have in common", common_p(buckets, space)},
  };
}

}  // namespace selfcheck::privacy
