#include "input/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/failure.h"
#include "base/wording.h"
#include "input/number_key.h"
#include "input/number_warnings.h"
#include "input/rejects_file.h"
#include "input/repair.h"
#include "input/text_lines.h"
#include "selfcheck/plain_number.h"
#include "terminal/progress.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// The flag --allow-rejects alone leaves out at most one in so many of the records that are not empty: people get used
// to a flag, and more would be lost unnoticed.
constexpr std::uint64_t kFewRejects = 100;

// Takes the prefix off what `normalize` writes, such as `mobile:+919876543210`, and returns anything else as it is.
std::string_view without_kind(Kind kind, std::string_view text) {
  const std::string_view name = kind_traits(kind).name;
  if (text.starts_with(name) && text.substr(name.size()).starts_with(':')) text.remove_prefix(name.size() + 1);
  return text;
}

// Returns the share of rejected records in words: `16.60% of 1,000 records`.
std::string share(const IntakeCounts& counts) {
  return fmt::format("{} of {}{}", percent(static_cast<double>(counts.rejected) / static_cast<double>(counts.filled())),
                     counted(counts.filled(), "record", "records"),
                     counts.empty == 0      ? ""
                     : counts.filled() == 1 ? " that is not empty"
                                            : " that are not empty");
}

void tell_of_empty(const IntakeCounts& counts, const InputOptions& input) {
  if (counts.empty == 0) return;
  const std::string_view there = input.format() == InputFormat::json_lines ? "that field"
                                 : input.columns.size() > 1                ? "these columns"
                                                                           : "that column";
  if (counts.empty * 2 > counts.records()) {
    print_warning(fmt::format("{} of {} nothing in {}: is it the right one?", grouped(counts.empty),
                              counted(counts.records(), "record has", "records have"), there));
  } else {
    print_note(fmt::format("{} nothing in {}", counted(counts.empty, "record has", "records have"), there));
  }
}

void tell_of_repairs(const IntakeCounts& counts, const InputOptions& input) {
  if (counts.repaired != 0) {
    std::string note = fmt::format("{} repaired:\n", counted(counts.repaired, "record was", "records were"));
    for (const auto& [pattern, count] : counts.repaired_by_pattern) {
      note += fmt::format("  {:>12}  {}\n", grouped(count), pattern_name(pattern));
    }
    note.pop_back();
    print_note(note);
  }
  if (input.repair) return;
  std::uint64_t repairable = 0;
  for (const auto& [pattern, count] : counts.rejected_by_pattern) repairable += is_repairable(pattern) ? count : 0;
  if (repairable == 0) return;
  print_hint(fmt::format("{}: --repair takes whole numbers out of what stands around them, and guesses nothing",
                         counted(repairable, "record may be repaired", "records may be repaired")));
}

// Numbers of this size become multiples of this when they are kept as 32-bit floats, and have the last digits of
// somebody else's number then.
constexpr std::uint64_t kFloatStep = 512;

// Throws a Failure if so many of the numbers with `.0` are multiples of kFloatStep that floats must have made them. By
// chance one number in kFloatStep is a multiple.
void fail_on_lost_digits(std::uint64_t multiples, std::uint64_t decimals) {
  constexpr std::uint64_t kFewest = 3;
  if (multiples < kFewest || multiples * 10 < decimals) return;
  throw Failure(ExitCode::rejected,
                fmt::format("{} of the {} that end in .0 are multiples of {}: they were kept in 32 bits, and have lost "
                            "their last digits",
                            grouped(multiples), counted(decimals, "number", "numbers"), kFloatStep),
                "export the column as text from where the numbers are still whole");
}

// Whether some rows could not be cut into fields. A line of such a row may have been read as a row, and a number of
// another column with it, so --allow-rejects alone does not cover them.
bool has_faulty_rows(const IntakeCounts& counts) {
  return std::any_of(counts.rejected_by_reason.begin(), counts.rejected_by_reason.end(),
                     [](const auto& reason) { return reason.first.first != RowFault::none; });
}

// Takes one record after another for read_identifiers: passes on its numbers, or counts why it has none.
class Intake {
 public:
  Intake(Kind kind, const InputOptions& input, const RejectOptions& rejects, const std::vector<std::string>& paths,
         const TakeIdentifier& take, const TakeReject& take_reject)
      : kind_(kind),
        input_(input),
        take_(take),
        take_reject_(take_reject),
        rejects_file_(rejects.file, paths),
        progress_("reading", 0) {}

  void take_record(const Record& record) {
    joined_ += record.over_several_lines ? 1 : 0;
    if (record.fault != RowFault::none) {
      reject(record, {.row = record.fault, .error = {}});
    } else if (const auto form = read_plain_number(kind_, record.text); form) {
      accept(record.place, *form);
    } else {
      take_other(record);
    }
    if (taken_++ % kRecordsToShow == 0) progress_.update(counts_.records());
  }

  void add_input(const InputFingerprint& fingerprint) { counts_.inputs.push_back(fingerprint); }

  IntakeCounts finish() {
    rejects_file_.close();
    progress_.hide();
    tell_of_empty(counts_, input_);
    tell_of_repairs(counts_, input_);
    fail_on_lost_digits(multiples_, decimals_);
    warn_about_zeros(zeros_, counts_.accepted);
    if (joined_ != 0) {
      print_note(fmt::format("{} over several lines: a quote left open by mistake would swallow others",
                             counted(joined_, "record goes on", "records go on")));
    }
    return std::move(counts_);
  }

 private:
  static constexpr std::uint64_t kRecordsToShow = 1024;

  void accept(Place place, const CanonicalForm& form) {
    ++counts_.accepted;
    zeros_ += ends_in_000(form) ? 1 : 0;
    take_(place, form);
  }

  void take_other(const Record& record) {
    const std::string_view text = without_kind(kind_, record.text);
    const auto form = normalize(kind_, text);
    if (form) {
      accept(record.place, *form);
    } else if (is_blank(record.text)) {
      ++counts_.empty;
      pass_on(record.place, {.error = form.error()});
    } else if (!input_.repair || !take_repaired(record.place, text)) {
      reject(record, {.error = form.error()});
    }
  }

  bool take_repaired(Place place, std::string_view text) {
    const Repaired repaired = repair(kind_, text);
    if (repaired.numbers.empty()) return false;
    ++counts_.repaired;
    for (const RejectPattern pattern : repaired.patterns) ++counts_.repaired_by_pattern[pattern];
    for (const CanonicalForm& form : repaired.numbers) {
      accept(place, form);
      if (!repaired.was_decimal) continue;
      ++decimals_;
      multiples_ += packed_digits(form) % kFloatStep == 0 ? 1 : 0;
    }
    return true;
  }

  void reject(const Record& record, const RejectReason& reason) {
    ++counts_.rejected;
    ++counts_.rejected_by_reason[{reason.row, reason.error.code}];
    if (const auto pattern = recognise_pattern(record, input_.format())) ++counts_.rejected_by_pattern[*pattern];
    pass_on(record.place, reason);
  }

  void pass_on(Place place, const RejectReason& reason) {
    rejects_file_.add(place, reason);
    if (take_reject_) take_reject_(place, reason);
  }

  Kind kind_;
  const InputOptions& input_;
  const TakeIdentifier& take_;
  const TakeReject& take_reject_;
  RejectsFile rejects_file_;
  Progress progress_;
  IntakeCounts counts_;
  std::uint64_t taken_ = 0;      // records so far, for the progress line
  std::uint64_t joined_ = 0;     // records that go on over several lines
  std::uint64_t zeros_ = 0;      // numbers that end in 000
  std::uint64_t decimals_ = 0;   // numbers behind which a point and zeros were taken off
  std::uint64_t multiples_ = 0;  // multiples of kFloatStep among `decimals_`
};

}  // namespace

IntakeCounts read_identifiers(Kind kind, const InputOptions& input, const RejectOptions& rejects,
                              const TakeIdentifier& take, const TakeReject& take_reject) {
  const std::vector<std::string> paths = input_paths(input);
  Intake intake(kind, input, rejects, paths, take, take_reject);
  const TakeRecord take_record = [&intake](const Record& record) { intake.take_record(record); };
  for (std::uint32_t i = 0; i < paths.size(); ++i) {
    RawInput file(paths[i]);
    read_input(kind, file, i + 1, input, take_record);
    intake.add_input(file.finish());
  }
  return intake.finish();
}

void report_rejects(const IntakeCounts& counts) {
  if (counts.rejected == 0) return;
  std::string report =
      fmt::format("{} rejected, {}:\n", counted(counts.rejected, "record was", "records were"), share(counts));
  for (const auto& [key, count] : counts.rejected_by_reason) {
    const RejectReason reason{.row = key.first, .error = {.code = key.second}};
    report += fmt::format("  {:>12}  {} ({})\n", grouped(count), reason.name(), reason.describe());
  }
  report.pop_back();
  print_note(report);

  using Counted = std::pair<RejectPattern, std::uint64_t>;
  std::vector<Counted> patterns(counts.rejected_by_pattern.begin(), counts.rejected_by_pattern.end());
  std::stable_sort(patterns.begin(), patterns.end(),
                   [](const Counted& a, const Counted& b) { return a.second > b.second; });
  for (const auto& [pattern, count] : patterns) {
    print_hint(fmt::format("{}: {}", describe(pattern, count), advice(pattern)));
  }
  for (const RowFault fault : {RowFault::fields, RowFault::quote, RowFault::line_end, RowFault::json,
                               RowFault::json_key, RowFault::field_type}) {
    const auto found = counts.rejected_by_reason.find({fault, ErrorCode::none});
    if (found == counts.rejected_by_reason.end()) continue;
    const RejectReason reason{.row = fault};
    print_hint(fmt::format("{}: {}", reason.name(), reason.advice()));
  }
}

void fail_on_rejects(const IntakeCounts& counts, const RejectOptions& rejects) {
  if (counts.empty != 0 && counts.filled() == 0) {
    throw Failure(ExitCode::rejected, "no record has anything in that column or field", "is it the right one?");
  }
  if (counts.rejected == 0) return;
  const std::string message = fmt::format("{} no valid number ({}): whoever they are of would be told \"not found\"",
                                          counted(counts.rejected, "record has", "records have"), share(counts));
  const std::string which = rejects.file.empty() ? "--rejects FILE tells which; " : "";
  const bool few = counts.rejected * kFewRejects <= counts.filled();
  const bool covered = few && !has_faulty_rows(counts);
  if (rejects.allowed ? *rejects.allowed == counts.rejected : rejects.allow && covered) {
    print_warning(message);
    return;
  }
  if (rejects.allowed) {
    throw Failure(ExitCode::rejected, message,
                  fmt::format("--allow-rejects names another number than the {} that would be left out",
                              grouped(counts.rejected)));
  }
  if (covered) throw Failure(ExitCode::rejected, message, which + "--allow-rejects goes on without them");
  throw Failure(
      ExitCode::rejected, message,
      fmt::format(
          "{}{}: mend the input, or give their number, --allow-rejects={}, to go on without them", which,
          few ? "--allow-rejects alone doesn't cover rows that can't be told into fields" : "they are more than 1%",
          counts.rejected));
}

nlohmann::ordered_json to_json(const Place& place) {
  return {{"file", place.file}, {"record", place.record}, {"line", place.line}};
}

nlohmann::ordered_json to_json(const IntakeCounts& counts) {
  using Json = nlohmann::ordered_json;
  Json by_reason = Json::object();
  for (const auto& [key, count] : counts.rejected_by_reason) {
    by_reason[std::string(RejectReason{.row = key.first, .error = {.code = key.second}}.name())] = count;
  }
  const auto by_pattern = [](const std::map<RejectPattern, std::uint64_t>& patterns) {
    Json json = Json::object();
    for (const auto& [pattern, count] : patterns) json[std::string(pattern_name(pattern))] = count;
    return json;
  };
  return {{"accepted", counts.accepted},
          {"empty", counts.empty},
          {"rejected", counts.rejected},
          {"rejected_by_reason", std::move(by_reason)},
          {"rejected_by_pattern", by_pattern(counts.rejected_by_pattern)},
          {"repaired", counts.repaired},
          {"repaired_by_pattern", by_pattern(counts.repaired_by_pattern)}};
}

}  // namespace selfcheck::cli
