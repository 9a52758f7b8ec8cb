// Reads identifiers from an input, and counts the records that hold none, by the reason.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/input_fingerprint.h"
#include "input/input_records.h"
#include "input/reject_pattern.h"
#include "input/reject_reason.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

struct RejectOptions {
  std::string file{};  // where rejected records are listed; empty if they are only counted
  /// Goes on without the records that were rejected if they are at most a hundredth of all that are not empty, and no
  /// row is faulty.
  bool allow = false;
  /// Goes on, too, if exactly this many records were rejected.
  std::optional<std::uint64_t> allowed{};
};

struct IntakeCounts {
  // A record with several values counts as several.
  std::uint64_t accepted = 0;  // valid numbers, duplicates included
  std::uint64_t empty = 0;     // records with nothing in the column or field: people whose number nobody has
  std::uint64_t rejected = 0;  // records with anything else than a number
  std::uint64_t repaired = 0;  // records that gave numbers only because of --repair; their numbers are accepted ones
  std::vector<InputFingerprint> inputs;  // the fingerprint of each file, in the files' order
  std::map<std::pair<RowFault, ErrorCode>, std::uint64_t> rejected_by_reason;
  std::map<RejectPattern, std::uint64_t> rejected_by_pattern;
  std::map<RejectPattern, std::uint64_t> repaired_by_pattern;  // one record may count under several patterns

  [[nodiscard]] std::uint64_t filled() const { return accepted + rejected; }
  [[nodiscard]] std::uint64_t records() const { return filled() + empty; }
};

using TakeIdentifier = std::function<void(Place place, const CanonicalForm& form)>;
using TakeReject = std::function<void(Place place, const RejectReason& reason)>;

/// Normalizes every record of all files of the input, one after the other. The form that `normalize` writes
/// (`mobile:+91...`) is read too, so that commands can be piped. Rejected and empty records go to `take_reject`, and to
/// the rejects file as `FILE,RECORD,LINE,REASON`, never with their text. Notes and warnings go to standard error.
/// Throws a Failure, perhaps only after the last record: if a file can't be unpacked to its end, or repaired numbers
/// have lost digits.
IntakeCounts read_identifiers(Kind kind, const InputOptions& input, const RejectOptions& rejects,
                              const TakeIdentifier& take, const TakeReject& take_reject = {});

/// Writes to standard error how many records were rejected, by reason, and what can be done about it. Writes nothing if
/// none was rejected.
void report_rejects(const IntakeCounts& counts);
/// Throws a Failure if records were rejected and `rejects` does not allow that, and warns if it does. Throws a Failure,
/// too, if all records are empty.
void fail_on_rejects(const IntakeCounts& counts, const RejectOptions& rejects);

/// Returns `{"file": 1, "record": 1, "line": 1}`.
nlohmann::ordered_json to_json(const Place& place);
/// Returns `{"accepted": ..., "empty": ..., "rejected": ..., "rejected_by_reason": {...}, "rejected_by_pattern": {...},
/// "repaired": ..., "repaired_by_pattern": {...}}`.
nlohmann::ordered_json to_json(const IntakeCounts& counts);

}  // namespace selfcheck::cli
