// Finds what a new edition changes about a list that people already use.
//
// An edition replaces the one before it for everybody at once. So the publisher is shown what changes. A change that
// would hurt readers if it were the publisher's slip (the wrong file, a forgotten option) needs a flag that names it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "selfcheck/manifest.h"
#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// The changes that the publisher means to make, each by its flag.
struct ChangesMeant {
  bool shrink = false;     // --allow-shrink: fewer than nine tenths of the entries
  bool test = false;       // --change-test: a test list becomes a real one, or the other way round
  bool cheaper = false;    // --allow-cheaper: less work to try all numbers
  bool unkeyed = false;    // --static: a list that no copy could open becomes one that any copy opens
  bool reinstate = false;  // --reinstate: a list that was withdrawn gives verdicts again
};

struct EditionChange {
  std::string name;  // a stable interface: programs may look for it
  std::string from;
  std::string to;
  std::string_view flag{};  // the flag that the change needs; empty if it needs none
  bool meant = true;

  friend bool operator==(const EditionChange&, const EditionChange&) = default;
};

/// Whether both are static, or both are keyed with the same key K, however that is split into shares.
[[nodiscard]] bool have_same_key(const Manifest& present, const Manifest& next);

/// Whether `next` has exactly the buckets of `present`, under the same salts: then only its dates, texts, signature and
/// whether it is withdrawn can be new.
[[nodiscard]] bool has_same_buckets(const Manifest& present, const Manifest& next);

/// Returns what differs, as readers or attackers would see it. What is new in every edition (dates, salt, nonce,
/// buckets) is left out. `next` must have its entries and layout. predecessors.h decides which editions are compared.
std::vector<EditionChange> edition_changes(const Manifest& present, const Manifest& next, const ChangesMeant& meant);

/// Warns if `published` is later than `now`.
void warn_of_future_date(Timestamp published, Timestamp now);

}  // namespace selfcheck::cli
