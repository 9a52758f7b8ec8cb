// The distinct numbers of an input: eight bytes each, whatever they looked like.
#pragma once

#include <cstdint>
#include <vector>

#include "base/locked_memory.h"
#include "selfcheck/bytes.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// A number's digits, as the integer that they write. Identifies it among those of its kind.
[[nodiscard]] std::uint64_t packed_digits(const CanonicalForm& form);
[[nodiscard]] CanonicalForm unpacked_digits(Kind kind, std::uint64_t digits);

/// Wiped when it goes, all that it ever held (locked_memory.h).
class NumberSet {
 public:
  explicit NumberSet(Kind kind) : kind_(kind) {}
  NumberSet(const NumberSet&) = delete;
  NumberSet& operator=(const NumberSet&) = delete;

  void add(const CanonicalForm& form) { digits_.push_back(packed_digits(form)); }
  /// Sorts, so that nothing later depends on the input's order, and drops what is there twice. Gives how many
  /// were dropped.
  std::uint64_t merge_duplicates();

  /// Of all numbers as they lie in memory: whether that still holds what it held hours ago.
  [[nodiscard]] Digest digest() const;
  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::uint64_t size() const { return digits_.size(); }
  [[nodiscard]] CanonicalForm at(std::uint64_t index) const { return unpacked_digits(kind_, digits_[index]); }

 private:
  Kind kind_;
  std::vector<std::uint64_t, LockedAllocator<std::uint64_t>> digits_;
};

}  // namespace selfcheck::cli
