#include "job/number_intake.h"

#include <sodium.h>

#include "input/number_warnings.h"

namespace selfcheck::cli {

IntakeCounts read_into(NumberSorter& sorter, Kind kind, const InputOptions& input, const RejectOptions& rejects) {
  IntakeCounts counts =
      read_identifiers(kind, input, rejects, [&](Place, const CanonicalForm& form) { sorter.add(number_key(form)); });
  // Hashing the prefixes has left traces of numbers on the stack (number_key.h), which are wiped here.
  constexpr std::size_t kDeepEnough = 16 * 1024;
  sodium_stackzero(kDeepEnough);
  report_rejects(counts);
  return counts;
}

std::uint64_t sort_and_warn(NumberSorter& sorter, Kind kind, const IntakeCounts& counts,
                            const NumberSorter::TakeKeys& take) {
  SeriesFinder series(kind);
  const std::uint64_t distinct = sorter.sort([&](std::span<const NumberKey> keys) {
    for (const NumberKey key : keys) series.add(digits_of(key));
    take(keys);
  });
  warn_about_duplicates(distinct, counts.accepted - distinct);
  series.warn();
  return distinct;
}

}  // namespace selfcheck::cli
