#include "check/checked_records.h"

#include <algorithm>
#include <numeric>

#include "input/number_key.h"

namespace selfcheck::cli {

ResultTable::Ref ResultTable::keep(const CheckResult& result) {
  const auto same = [&](const CheckResult& other) {
    return other.outcome == result.outcome && other.coincidence == result.coincidence &&
           other.reason.code == result.reason.code && other.reason.message == result.reason.message;
  };
  const std::lock_guard lock(mutex_);
  auto found = std::find_if(results_.begin(), results_.end(), same);
  if (found == results_.end()) found = results_.insert(results_.end(), result);
  require(results_.size() < kNone);
  return static_cast<Ref>(found - results_.begin());
}

const CheckResult& ResultTable::at(Ref ref) const {
  const std::lock_guard lock(mutex_);
  return results_[ref];
}

void CheckedRecords::append(Place place, std::uint64_t value) {
  const std::uint64_t index = records_.size();
  const bool follows = !runs_.empty() && runs_.back().file == place.file &&
                       runs_.back().record + (index - runs_.back().first) == place.record;
  if (!follows) runs_.push_back({index, place.file, place.record});
  records_.push_back({place.line, value});
}

void CheckedRecords::add(Place place, const CanonicalForm& form) { append(place, packed_digits(form)); }

void CheckedRecords::add_result(Place place, const CheckResult& result) {
  append(place, kIsResult | table_.keep(result));
}

Place CheckedRecords::place(std::uint64_t i) const {
  const auto after = std::upper_bound(runs_.begin(), runs_.end(), i,
                                      [](std::uint64_t index, const Run& run) { return index < run.first; });
  const Run& run = *(after - 1);
  return {run.file, run.record + (i - run.first), records_[i].line};
}

void CheckedRecords::find_distinct() {
  std::vector<std::uint64_t> order;
  for (std::uint64_t i = 0; i < records_.size(); ++i) {
    if ((records_[i].value & kIsResult) == 0) order.push_back(i);
  }
  const auto digits = [this](std::uint64_t i) { return records_[i].value; };
  std::sort(order.begin(), order.end(),
            [&](std::uint64_t a, std::uint64_t b) { return digits(a) != digits(b) ? digits(a) < digits(b) : a < b; });

  // The records with one number are a group; the groups are sorted by where their number first appears.
  std::vector<std::uint64_t> firsts;  // where each group begins in `order`
  for (std::uint64_t i = 0; i < order.size(); ++i) {
    if (i == 0 || digits(order[i]) != digits(order[i - 1])) firsts.push_back(i);
  }
  std::vector<std::uint64_t> by_appearance(firsts.size());
  std::iota(by_appearance.begin(), by_appearance.end(), std::uint64_t{0});
  std::sort(by_appearance.begin(), by_appearance.end(),
            [&](std::uint64_t a, std::uint64_t b) { return order[firsts[a]] < order[firsts[b]]; });

  numbers_.reserve(firsts.size());
  for (const std::uint64_t group : by_appearance) {
    const std::uint64_t end = group + 1 < firsts.size() ? firsts[group + 1] : order.size();
    const std::uint64_t number = digits(order[firsts[group]]);
    for (std::uint64_t i = firsts[group]; i < end; ++i) records_[order[i]].value = numbers_.size();
    numbers_.push_back(number);
  }
  results_ = std::vector<std::atomic<ResultTable::Ref>>(numbers_.size());
  for (auto& result : results_) result = kPending;
}

const CheckResult* CheckedRecords::result(std::uint64_t i) const {
  const std::uint64_t value = records_[i].value;
  if ((value & kIsResult) != 0) return &table_.at(static_cast<ResultTable::Ref>(value));
  const ResultTable::Ref ref = results_[value];
  return ref == kPending ? nullptr : &table_.at(ref);
}

CanonicalForm CheckedRecords::number(std::uint64_t distinct) const {
  return unpacked_digits(kind_, numbers_[distinct]);
}

void CheckedRecords::set_result(std::uint64_t distinct, const CheckResult& result) {
  results_[distinct] = table_.keep(result);
}

}  // namespace selfcheck::cli
