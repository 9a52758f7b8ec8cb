#include "input/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/failure.h"
#include "base/wording.h"
#include "input/number_warnings.h"
#include "input/rejects_file.h"
#include "input/text_lines.h"
#include "terminal/progress.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// More than this part of the records with anything in them is not left out by a flag that somebody has got used to.
constexpr std::uint64_t kFewRejects = 100;  // one in a hundred

// `mobile:+919876543210`, as `normalize` writes it, without its prefix; anything else as it is.
std::string_view without_kind(Kind kind, std::string_view text) {
  const std::string_view name = kind_traits(kind).name;
  if (text.starts_with(name) && text.substr(name.size()).starts_with(':')) text.remove_prefix(name.size() + 1);
  return text;
}

Result<CanonicalForm> read_record(Kind kind, const Record& record, RejectReason& reason) {
  reason.row = record.fault;
  if (record.fault != RowFault::none) return fail(ErrorCode::none);
  auto form = normalize(kind, without_kind(kind, record.text));
  if (!form) reason.error = form.error();
  return form;
}

// `16.60% of 1,000 records`
std::string share(const IntakeCounts& counts) {
  return fmt::format("{} of {}{}", percent(static_cast<double>(counts.rejected) / static_cast<double>(counts.filled())),
                     counted(counts.filled(), "record", "records"),
                     counts.empty == 0      ? ""
                     : counts.filled() == 1 ? " that is not empty"
                                            : " that are not empty");
}

void tell_of_empty(const IntakeCounts& counts) {
  if (counts.empty == 0) return;
  if (counts.empty * 2 > counts.records()) {
    print_warning(fmt::format("{} of {} nothing in that column: is it the right one?", grouped(counts.empty),
                              counted(counts.records(), "record has", "records have")));
  } else {
    print_note(fmt::format("{} nothing in that column", counted(counts.empty, "record has", "records have")));
  }
}

// Of rows that can't be told into fields: a line of one may have been read as a row, and a number of another column
// with it. So the flag alone does not cover them.
bool has_faulty_rows(const IntakeCounts& counts) {
  return std::any_of(counts.rejected_by_reason.begin(), counts.rejected_by_reason.end(),
                     [](const auto& reason) { return reason.first.first != RowFault::none; });
}

}  // namespace

IntakeCounts read_identifiers(Kind kind, const InputOptions& input, const RejectOptions& rejects,
                              const TakeIdentifier& take, const TakeReject& take_reject) {
  const std::vector<std::string> paths = input_paths(input);
  RejectsFile rejects_file(rejects.file, paths);
  Progress progress("reading", 0);
  IntakeCounts counts;
  std::uint64_t joined = 0, zeros = 0;
  const auto take_record = [&](const Record& record) {
    joined += record.over_several_lines ? 1 : 0;
    RejectReason reason;
    if (const auto form = read_record(kind, record, reason); form) {
      ++counts.accepted;
      zeros += ends_in_000(*form) ? 1 : 0;
      take(record.place, *form);
    } else {
      if (record.fault == RowFault::none && is_blank(record.text)) {
        ++counts.empty;
      } else {
        ++counts.rejected;
        ++counts.rejected_by_reason[{reason.row, reason.error.code}];
        if (const auto pattern = recognise_pattern(record, input.is_csv())) ++counts.rejected_by_pattern[*pattern];
      }
      rejects_file.add(record.place, reason);
      if (take_reject) take_reject(record.place, reason);
    }
    progress.update(counts.records());
  };
  for (std::uint32_t i = 0; i < paths.size(); ++i) {
    RawInput file(paths[i]);
    read_input(file, i + 1, input, take_record);
    counts.inputs.push_back(file.finish());
  }
  rejects_file.close();
  progress.hide();
  tell_of_empty(counts);
  warn_about_zeros(zeros, counts.accepted);
  if (joined != 0) {
    print_note(fmt::format("{} over several lines: a quote left open by mistake would swallow others",
                           counted(joined, "record goes on", "records go on")));
  }
  return counts;
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
  for (const RowFault fault : {RowFault::fields, RowFault::quote, RowFault::line_end}) {
    const auto found = counts.rejected_by_reason.find({fault, ErrorCode::none});
    if (found == counts.rejected_by_reason.end()) continue;
    const RejectReason reason{.row = fault};
    print_hint(fmt::format("{}: {}", reason.name(), reason.advice()));
  }
}

void fail_on_rejects(const IntakeCounts& counts, const RejectOptions& rejects) {
  if (counts.empty != 0 && counts.filled() == 0) {
    throw Failure(ExitCode::rejected, "no record has anything in that column", "is it the right one?");
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
  Json by_pattern = Json::object();
  for (const auto& [pattern, count] : counts.rejected_by_pattern)
    by_pattern[std::string(pattern_name(pattern))] = count;
  return {{"accepted", counts.accepted},
          {"empty", counts.empty},
          {"rejected", counts.rejected},
          {"rejected_by_reason", std::move(by_reason)},
          {"rejected_by_pattern", std::move(by_pattern)}};
}

}  // namespace selfcheck::cli
