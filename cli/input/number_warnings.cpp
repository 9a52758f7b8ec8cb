#include "input/number_warnings.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/wording.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// Fewer cases than this give no warning, since they can be chance.
constexpr std::uint64_t kFewest = 5;

constexpr std::size_t kMostKept = 64 * 1024;

// Hashes the range of 1,024 numbers that a number is in. The multiplier is 2^64 over the golden ratio (Knuth, volume 3,
// 6.4).
std::uint64_t range_hash(std::uint64_t number) { return ((number >> 10) * 0x9e3779b97f4a7c15) >> 32; }

}  // namespace

bool ends_in_000(const CanonicalForm& form) { return form.digits().ends_with("000"); }

void warn_about_zeros(std::uint64_t ending_in_000, std::uint64_t numbers) {
  // A little more than one in a thousand is usual, since people choose round numbers.
  if (ending_in_000 < kFewest || ending_in_000 * 100 <= numbers) return;
  print_warning(
      fmt::format("{} of {} numbers end in 000, where chance would have {}: a spreadsheet may have rounded them; "
                  "export the column as "
                  "text",
                  grouped(ending_in_000), grouped(numbers), grouped(numbers / 1000)));
}

void warn_about_duplicates(std::uint64_t distinct, std::uint64_t duplicates) {
  const std::uint64_t accepted = distinct + duplicates;
  if (duplicates < kFewest || duplicates * 2 < accepted) return;
  print_warning(fmt::format("of {} numbers only {}: is this the right column, and are the numbers whole?",
                            grouped(accepted), counted(distinct, "is distinct", "are distinct")));
}

SeriesFinder::SeriesFinder(Kind kind) : divisor_(kind_traits(kind).verhoeff ? 10 : 1) { kept_.reserve(kMostKept); }

void SeriesFinder::add(std::uint64_t digits) {
  ++count_;
  const std::uint64_t number = digits / divisor_;
  if ((range_hash(number) & mask_) != 0) return;
  while (kept_.size() == kMostKept && mask_ < UINT32_MAX) keep_half();
  if (kept_.size() < kMostKept && (range_hash(number) & mask_) == 0) kept_.push_back(number);
}

void SeriesFinder::keep_half() {
  mask_ = 2 * mask_ + 1;
  std::erase_if(kept_, [this](std::uint64_t number) { return (range_hash(number) & mask_) != 0; });
}

void SeriesFinder::warn() {
  std::sort(kept_.begin(), kept_.end());
  std::uint64_t series = 0;
  for (std::size_t i = 1; i < kept_.size(); ++i) series += kept_[i] == kept_[i - 1] + 1 ? 1 : 0;
  if (series < kFewest || series * 2 <= kept_.size()) return;
  const std::string numbers = kept_.size() == count_ ? grouped(count_) : grouped(kept_.size()) + " looked-at";
  print_warning(
      fmt::format("{} of {} numbers follow one another: a spreadsheet may have filled the column with a series",
                  grouped(series + 1), numbers));
}

}  // namespace selfcheck::cli
