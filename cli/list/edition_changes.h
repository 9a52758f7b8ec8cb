// What a new edition changes about a list that people already use.
//
// An edition replaces the one before it for everybody at once. So what changes is shown, and what would hurt readers if
// it were a slip of the publisher's (the wrong file, an option forgotten) has to be meant: each has a flag that names
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "selfcheck/manifest.h"
#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// What the publisher has said to mean.
struct ChangesMeant {
  bool shrink = false;     // --allow-shrink: fewer than nine tenths of the entries
  bool test = false;       // --change-test: a test list becomes a real one, or the other way round
  bool cheaper = false;    // --allow-cheaper: less work to try all numbers
  bool unkeyed = false;    // --static: a list that no copy could open becomes one that any copy opens
  bool reinstate = false;  // --reinstate: a list that was withdrawn gives verdicts again
};

struct EditionChange {
  std::string name;  // stable: a program may look for it
  std::string from;
  std::string to;
  std::string_view flag{};  // empty: needs none
  bool meant = true;
};

/// Whether both are static, or keyed with one K, however that is split.
[[nodiscard]] bool have_same_key(const Manifest& present, const Manifest& next);

/// Whether `next` has the very buckets of `present`, under the same salts: then only its dates, texts, signature and
/// standing are new.
[[nodiscard]] bool has_same_buckets(const Manifest& present, const Manifest& next);

/// What differs, as readers or attackers would see it; what every edition has anew (dates, salt, nonce, buckets) is
/// left out. `next` must have its entries and layout. `entries` is what `next` is held against: `present`'s, or, if
/// that is withdrawn, those of the last edition that gave verdicts.
std::vector<EditionChange> edition_changes(const Manifest& present, std::uint64_t entries, const Manifest& next,
                                           const ChangesMeant& meant);

/// Shows the changes on standard error. Throws a Failure if one needs a flag that was not given.
void confirm_changes(const Manifest& present, const Manifest& next, const std::vector<EditionChange>& changes);

/// Warns if `published` is later than `now`.
void warn_of_future_date(Timestamp published, Timestamp now);

}  // namespace selfcheck::cli
