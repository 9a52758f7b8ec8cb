// Holds the records of a file that is checked, and what the list says of them, in sixteen bytes a record and ten a
// distinct number. While equal numbers are looked for, it takes another sixteen to twenty-four a record.
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

/// Results that many records share, each of them kept once. Every function may be called from any thread.
class ResultTable {
 public:
  using Ref = std::uint16_t;
  static constexpr Ref kNone = UINT16_MAX;  // stands for no result

  Ref keep(const CheckResult& result);
  /// Returns the result, which stays where it is.
  [[nodiscard]] const CheckResult& at(Ref ref) const;

 private:
  mutable std::mutex mutex_;
  std::deque<CheckResult> results_;
};

/// First add() or add_result() is called for every record in the files' order, and for one with several numbers once
/// for each; then find_distinct(); then set_result() once for each distinct number, from any thread, while result() may
/// be asked from any. The numbers are wiped when this object is destroyed.
class CheckedRecords {
 public:
  explicit CheckedRecords(Kind kind) : kind_(kind) {}
  CheckedRecords(const CheckedRecords&) = delete;
  CheckedRecords& operator=(const CheckedRecords&) = delete;

  void add(Place place, const CanonicalForm& form);
  void add_result(Place place, const CheckResult& result);
  void find_distinct();

  [[nodiscard]] std::uint64_t size() const { return records_.size(); }
  /// Returns where record `i` is, with i counted from 0.
  [[nodiscard]] Place place(std::uint64_t i) const;
  /// Returns the result of record `i`, or null as long as there is none.
  [[nodiscard]] const CheckResult* result(std::uint64_t i) const;

  /// How many distinct numbers there are. They are counted in the order in which they first appear.
  [[nodiscard]] std::uint64_t distinct() const { return numbers_.size(); }
  [[nodiscard]] CanonicalForm number(std::uint64_t distinct) const;
  void set_result(std::uint64_t distinct, const CheckResult& result);

 private:
  struct Entry {
    std::uint64_t line;
    std::uint64_t value;  // the packed digits, and after find_distinct() the distinct number's index; or a result
  };
  // Records that follow one another in a file, without a gap.
  struct Run {
    std::uint64_t first;   // index of the first of them in records_
    std::uint32_t file;    // number of the file, as in Place
    std::uint64_t record;  // number of the first of them in its file
  };
  void append(Place place, std::uint64_t value);

  static constexpr std::uint64_t kIsResult = std::uint64_t{1} << 63;
  static constexpr ResultTable::Ref kPending = ResultTable::kNone;

  Kind kind_;
  std::vector<Entry, LockedAllocator<Entry>> records_;
  std::vector<Run> runs_;
  std::vector<std::uint64_t, LockedAllocator<std::uint64_t>> numbers_;
  std::vector<std::atomic<ResultTable::Ref>> results_;  // one for each distinct number
  ResultTable table_;
};

}  // namespace selfcheck::cli
