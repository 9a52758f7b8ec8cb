// Reads identifiers from an input, and keeps account of what was not one.
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "input_lines.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

struct RejectOptions {
  std::string file{};  // empty: only counted
  bool allow = false;  // go on without the lines that were rejected
};

struct IntakeCounts {
  std::uint64_t accepted = 0;  // lines with a valid number, duplicates included
  std::uint64_t rejected = 0;
  std::map<ErrorCode, std::uint64_t> rejected_by_reason;
};

using TakeIdentifier = std::function<void(std::uint64_t line, const CanonicalForm& form)>;
using TakeReject = std::function<void(std::uint64_t line, const Error& reason)>;

/// Normalizes every line of the input. What `normalize` writes (`mobile:+91...`) is read too, so that commands can
/// be piped. Rejected lines are written to the rejects file as `LINE,REASON` and never with their text. Throws a
/// Failure.
IntakeCounts read_identifiers(Kind kind, const InputOptions& input, const RejectOptions& rejects,
                              const TakeIdentifier& take, const TakeReject& take_reject = {});

/// Tells on standard error how many lines were rejected, by reason. Nothing if there were none.
void report_rejects(const IntakeCounts& counts);
/// Throws a Failure if lines were rejected and that is not allowed.
void fail_on_rejects(const IntakeCounts& counts, const RejectOptions& rejects);

/// `{"accepted": ..., "rejected": ..., "rejected_by_reason": {...}}`
nlohmann::ordered_json to_json(const IntakeCounts& counts);

}  // namespace selfcheck::cli
