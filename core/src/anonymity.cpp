#include "selfcheck/anonymity.h"

#include <algorithm>
#include <cmath>

#include "blake2b.h"

namespace selfcheck {

std::uint64_t anonymity_set(Kind kind, std::uint32_t bits) {
  return bits < 64 ? kind_traits(kind).population >> bits : 0;
}

double coincidence_probability(Kind kind, std::uint64_t entries, std::uint32_t p) {
  const double coincidences = std::ldexp(static_cast<double>(kind_traits(kind).population), -static_cast<int>(p));
  return coincidences / (static_cast<double>(entries) + coincidences);
}

std::uint32_t recommended_p(std::uint64_t population, std::uint64_t entries) {
  constexpr std::uint32_t kFloor = 20;
  if (entries >= population) return kFloor;
  if (entries == 0) return kMaxP;
  // This looks for the smallest p with 2^p * entries >= 99 (population - entries), in integers so that every machine
  // agrees.
  const std::uint64_t wanted = 99 * (population - entries);
  std::uint32_t p = kFloor;
  while (p < kMaxP && (std::uint64_t{1} << p) < (wanted + entries - 1) / entries) ++p;
  return p;
}

DisclosureLog::DisclosureLog(std::span<const std::uint8_t, 32> key) {
  std::copy(key.begin(), key.end(), key_.mutable_span().begin());
}

ByteArray<16> DisclosureLog::digest(const CanonicalForm& form) const {
  return blake2b_personal<16>("selfcheck.disclo", form.bytes(), key_.span());
}

std::uint32_t DisclosureLog::bits() const {
  std::uint32_t sum = 0;
  for (const Entry& entry : entries_) sum += entry.bits;
  return sum;
}

const DisclosureLog::Entry* DisclosureLog::find(const CanonicalForm& form) const {
  const auto wanted = digest(form);
  const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.digest == wanted; });
  return known == entries_.end() ? nullptr : &*known;
}

std::uint32_t DisclosureLog::bits_after(const CanonicalForm& form, std::uint32_t list_bits) const {
  const Entry* known = find(form);
  const std::uint32_t before = known == nullptr ? 0 : known->bits;
  return bits() - before + std::max(before, list_bits);
}

bool DisclosureLog::would_stand_out(const CanonicalForm& form, std::uint32_t list_bits) const {
  const std::uint32_t after = bits_after(form, list_bits);
  // Of the kinds that were asked about, the one with the fewest numbers counts, because one person is behind all of the
  // requests.
  std::uint64_t smallest = anonymity_set(form.kind(), after);
  for (const Entry& entry : entries_) smallest = std::min(smallest, anonymity_set(entry.kind, after));
  return smallest < kMinAnonymitySet;
}

void DisclosureLog::record(const CanonicalForm& form, std::uint32_t list_bits) {
  if (const Entry* known = find(form)) {
    Entry& entry = entries_[static_cast<std::size_t>(known - entries_.data())];
    entry.bits = std::max(entry.bits, list_bits);
  } else {
    entries_.push_back({digest(form), form.kind(), list_bits});
  }
}

}  // namespace selfcheck
