// Whether a bucket's dummies look like its entries.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfcheck/tag.h"

namespace selfcheck::privacy {

/// A value of a bucket, and whether it is a dummy, which only the publisher knows.
struct Labelled {
  std::uint64_t value;
  bool dummy;
};

/// The values of one bucket in their order.
using LabelledBucket = std::vector<Labelled>;

/// What was looked at, and the chance that dummies which are like entries look as different from them as these.
struct Finding {
  std::string name;
  double p;
};

/// Looks for whatever could tell dummies from entries: where they lie, their bits, their distance from their neighbours
/// and from each other, their order among entries, and whether buckets have dummies in common.
[[nodiscard]] std::vector<Finding> tell_apart(const std::vector<LabelledBucket>& buckets, ValueSpace space);

}  // namespace selfcheck::privacy
