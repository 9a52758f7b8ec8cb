#include "input/number_warnings.h"

#include <fmt/format.h>

#include "base/wording.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// Below this, chance explains anything.
constexpr std::uint64_t kFewest = 5;

// How many numbers are the next one after another of them. A check digit is no part of the series.
std::uint64_t following_another(const NumberSet& numbers) {
  std::uint64_t count = 0, before = 0;
  for (std::uint64_t i = 0; i < numbers.size(); ++i) {
    const CanonicalForm form = numbers.at(i);
    const std::uint64_t number = packed_digits(form) / (kind_traits(form.kind()).verhoeff ? 10 : 1);
    count += i > 0 && number == before + 1 ? 1 : 0;
    before = number;
  }
  return count;
}

}  // namespace

bool ends_in_000(const CanonicalForm& form) { return form.digits().ends_with("000"); }

void warn_about_zeros(std::uint64_t ending_in_000, std::uint64_t numbers) {
  // Round numbers that people choose make it a few more than one in a thousand.
  if (ending_in_000 < kFewest || ending_in_000 * 100 <= numbers) return;
  print_warning(
      fmt::format("{} of {} numbers end in 000, where chance would have {}: a spreadsheet may have rounded them; "
                  "export the column as "
                  "text",
                  grouped(ending_in_000), grouped(numbers), grouped(numbers / 1000)));
}

void warn_about(const NumberSet& numbers, std::uint64_t duplicates) {
  const std::uint64_t accepted = numbers.size() + duplicates;
  if (duplicates >= kFewest && duplicates * 2 >= accepted) {
    print_warning(fmt::format("of {} numbers only {}: is this the right column, and are the numbers whole?",
                              grouped(accepted), counted(numbers.size(), "is distinct", "are distinct")));
  }
  const std::uint64_t series = following_another(numbers);
  if (series >= kFewest && series * 2 > numbers.size()) {
    print_warning(
        fmt::format("{} of {} numbers follow one another: a spreadsheet may have filled the column with a series",
                    grouped(series + 1), grouped(numbers.size())));
  }
}

}  // namespace selfcheck::cli
