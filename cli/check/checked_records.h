// The records of a file that is checked, and what the list says of them: sixteen bytes a record, and ten a distinct
// number. While equal numbers are looked for, another sixteen to twenty-four a record.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "base/locked_memory.h"
#include "check/list_checker.h"
#include "input/input_records.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// Results that many records share, each kept once. From any thread.
class ResultTable {
 public:
  using Ref = std::uint16_t;
  static constexpr Ref kNone = UINT16_MAX;  // no result's

  Ref keep(const CheckResult& result);
  /// Stays where it is.
  [[nodiscard]] const CheckResult& at(Ref ref) const;

 private:
  mutable std::mutex mutex_;
  std::deque<CheckResult> results_;
};

/// First add() or add_result() for every record in the files' order, for one with several numbers once for each; then
/// find_distinct(); then set_result() once for each distinct number, from any thread, while result() is asked from any.
/// The numbers are wiped when it goes.
class CheckedRecords {
 public:
  explicit CheckedRecords(Kind kind) : kind_(kind) {}
  CheckedRecords(const CheckedRecords&) = delete;
  CheckedRecords& operator=(const CheckedRecords&) = delete;

  void add(Place place, const CanonicalForm& form);
  void add_result(Place place, const CheckResult& result);
  void find_distinct();

  [[nodiscard]] std::uint64_t size() const { return records_.size(); }
  /// Where record `i` is, i counted from 0.
  [[nodiscard]] Place place(std::uint64_t i) const;
  /// The result of record `i`, or null as long as there is none.
  [[nodiscard]] const CheckResult* result(std::uint64_t i) const;

  /// In the order in which they first appear.
  [[nodiscard]] std::uint64_t distinct() const { return numbers_.size(); }
  [[nodiscard]] CanonicalForm number(std::uint64_t distinct) const;
  void set_result(std::uint64_t distinct, const CheckResult& result);

 private:
  struct Entry {
    std::uint64_t line;
    std::uint64_t value;  // the packed digits, and after find_distinct() which distinct number; or a result
  };
  // Records that follow one another in a file.
  struct Run {
    std::uint64_t first;   // into records_
    std::uint32_t file;    // as in Place
    std::uint64_t record;  // of the first
  };
  void append(Place place, std::uint64_t value);

  static constexpr std::uint64_t kIsResult = std::uint64_t{1} << 63;
  static constexpr ResultTable::Ref kPending = ResultTable::kNone;

  Kind kind_;
  std::vector<Entry, LockedAllocator<Entry>> records_;
  std::vector<Run> runs_;
  std::vector<std::uint64_t, LockedAllocator<std::uint64_t>> numbers_;
  std::vector<std::atomic<ResultTable::Ref>> results_;  // of each distinct number
  ResultTable table_;
};

}  // namespace selfcheck::cli
