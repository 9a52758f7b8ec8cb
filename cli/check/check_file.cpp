#include "check/check_file.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "check/checked_records.h"
#include "check/downloaded_list.h"
#include "check/verdict_text.h"
#include "hashing/batches.h"
#include "hashing/hashing_threads.h"
#include "hashing/system_argon2.h"
#include "input/intake.h"
#include "list/edition_buckets.h"
#include "terminal/progress.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// Prints results in the records' order, up to the first record that has none yet.
class Printer {
 public:
  Printer(const CheckedRecords& records, bool json) : records_(records), json_(json) {}

  /// Prints what is ready, and returns false if standard output takes no more.
  [[nodiscard]] bool print_ready() {
    const std::uint64_t before = next_;
    while (sound_ && next_ < records_.size()) {
      const CheckResult* result = records_.result(next_);
      if (result == nullptr) break;
      write(record_text(records_.place(next_), *result));
      ++counts_[static_cast<std::size_t>(result->outcome)];
      ++next_;
    }
    if (next_ != before) sound_ = sound_ && std::fflush(stdout) == 0;
    return sound_;
  }
  [[nodiscard]] bool nothing_ready() const { return next_ == records_.size() || records_.result(next_) == nullptr; }
  [[nodiscard]] std::uint64_t printed() const { return next_; }
  [[nodiscard]] std::uint64_t count(Outcome outcome) const { return counts_[static_cast<std::size_t>(outcome)]; }

 private:
  [[nodiscard]] std::string record_text(Place place, const CheckResult& result) const {
    if (json_) {
      Json json = to_json(place);
      json.update(to_json(result));
      return json_text(json, false);
    }
    const std::string reason =
        result.outcome == Outcome::could_not_tell ? fmt::format("\t{}", result.reason.code) : std::string();
    return fmt::format("{}\t{}\t{}\t{}{}\n", place.file, place.record, place.line, outcome_name(result.outcome),
                       reason);
  }
  void write(const std::string& text) { sound_ = std::fwrite(text.data(), 1, text.size(), stdout) == text.size(); }

  const CheckedRecords& records_;
  bool json_;
  bool sound_ = true;
  std::uint64_t next_ = 0;
  std::array<std::uint64_t, 3> counts_{};
};

void read_records(const CheckFileOptions& options, CheckedRecords& records) {
  read_identifiers(
      options.pin.kind, options.input, {}, [&](Place place, const CanonicalForm& form) { records.add(place, form); },
      [&](Place place, const RejectReason& reason) {
        records.add_result(place, could_not_tell({std::string(reason.name()), reason.describe(), reason.advice()}));
      });
  if (records.size() == 0) throw Failure(ExitCode::rejected, "there is no number in the file");
  records.find_distinct();
}

Failure output_failure() { return {ExitCode::system, "can't write to standard output"}; }

// How many records are checked between two proofs of the canary. Their verdicts wait for the second proof, so that they
// are no more than one thread checks in a few seconds at the default cost.
constexpr std::uint64_t kBatchSize = 32;

// These error codes say that this thread can't go on, and that another may.
constexpr std::array kThreadsFaults{ErrorCode::out_of_memory, ErrorCode::canary_hash};

Result<void> fault_of_thread(const Reason& reason) {
  for (const ErrorCode code : kThreadsFaults) {
    if (reason.code == error_name(code)) return fail(code);
  }
  return {};
}

// Makes the work of one thread. Every thread proves the canary for itself, before its first hash and again after every
// batch, and gives no verdict of a batch before that. A thread that can't prove it is done without, and its batch
// becomes another's.
BatchWork checking_thread(const CheckFileOptions& options, const fs::path& directory, CheckedRecords& records,
                          EvaluatorPace& pace, const std::atomic<bool>& output_sound,
                          std::atomic<std::uint64_t>& done) {
  const auto checker =
      std::make_shared<ListChecker>(std::make_shared<DirectorySource>(directory), options.pin, options.now, &pace);
  return [&records, &output_sound, &done, checker](std::uint64_t first, std::uint64_t end) -> Result<void> {
    std::optional<Reason> problem;
    if (checker->manifest() == nullptr) problem = checker->open();
    std::vector<CheckResult> results;
    for (std::uint64_t i = first; i < end; ++i) {
      throw_if_stopped();
      if (!output_sound) throw output_failure();
      results.push_back(problem ? could_not_tell(*problem) : checker->check(records.number(i).digits()));
      if (auto sound = fault_of_thread(results.back().reason); !sound) return sound;
    }
    if (!problem) {
      if (auto proven = checker->prove_again(); !proven) return proven;
    }
    for (std::uint64_t i = first; i < end; ++i) records.set_result(i, results[i - first]);
    done += end - first;
    return {};
  };
}

void check_numbers(const CheckFileOptions& options, const fs::path& directory, std::uint32_t mem_kib,
                   CheckedRecords& records, Printer& printer) {
  std::atomic<bool> output_sound{true};
  std::atomic<std::uint64_t> done{0};
  EvaluatorPace pace(options.max_wait, [&output_sound] {
    throw_if_stopped();
    if (!output_sound) throw output_failure();
  });
  const auto make_work = [&] { return checking_thread(options, directory, records, pace, output_sound, done); };
  Progress progress("checking", records.distinct());
  const auto print_ready = [&] {
    if (!printer.nothing_ready()) progress.hide();
    output_sound = printer.print_ready();
  };
  try {
    // The last function here may not throw: the threads would first do all that is left.
    for_each_batch({records.distinct(), kBatchSize, hashing_threads(options.threads, mem_kib)}, make_work, [&] {
      print_ready();
      progress.update(done, pace.waiting());
    });
  } catch (...) {
    print_ready();  // shows what is known when a signal comes
    throw;
  }
  if (const auto reason = pace.given_up())
    print_error(fmt::format("could not tell: {}", reason->message), reason->advice);
}

// Looks at every bucket of a list that was fetched, before a number is looked at: what fails must not depend on the
// number.
std::optional<Reason> whole_list_problem(const fs::path& directory, const Manifest& manifest) {
  const EditionBuckets buckets = read_buckets(directory, manifest, "verifying");
  if (buckets.right_root && buckets.all_right() && buckets.without_canary.count == 0) return std::nullopt;
  Reason reason = reason_from({ErrorCode::bucket_proof});
  const auto faults = buckets.faults();
  if (!faults.empty()) reason.message = fmt::format("of the list's buckets are {}", fmt::join(faults, ", "));
  return reason;
}

}  // namespace

ExitCode check_file(const CheckFileOptions& options) {
  std::optional<WebSource> web;
  if (is_web_address(options.list)) web.emplace(options.list);
  CheckedRecords records(options.pin.kind);
  read_records(options, records);
  Printer printer(records, options.json);

  compare_with_system_argon2();
  fs::path directory = options.list;
  std::optional<Reason> problem;
  std::optional<DownloadedList> downloaded;
  if (web) {
    directory = downloaded.emplace().directory();
    problem = downloaded->fetch(*web, options.pin);
  }
  // The list is opened once here, so that one with which nothing can be checked is found out before the threads start.
  ListChecker checker(std::make_shared<DirectorySource>(directory), options.pin, options.now);
  if (!problem) problem = checker.open();
  if (!problem && downloaded) problem = whole_list_problem(directory, *checker.manifest());
  if (problem) {
    print_error(fmt::format("could not tell: {}", problem->message), problem->advice);
    for (std::uint64_t i = 0; i < records.distinct(); ++i) records.set_result(i, could_not_tell(*problem));
  } else {
    check_numbers(options, directory, checker.manifest()->argon2.mem_kib, records, printer);
  }
  if (!printer.print_ready()) throw output_failure();
  // The last line of defence: a record without a verdict must not be taken for one that was not found.
  if (printer.printed() != records.size()) {
    throw Failure(ExitCode::internal, "a defect in selfcheck: there are records without a verdict");
  }

  const std::uint64_t found = printer.count(Outcome::found);
  const std::uint64_t not_found = printer.count(Outcome::not_found);
  const std::uint64_t not_told = printer.count(Outcome::could_not_tell);
  if (options.json) {
    Json summary{{"found", found},
                 {"not_found", not_found},
                 {"could_not_tell", not_told},
                 {"distinct_numbers", records.distinct()}};
    if (checker.manifest() != nullptr) summary["list"] = list_json(*checker.manifest());
    fmt::print("{}", json_text({{"summary", std::move(summary)}}, false));
  }
  print_note(fmt::format("{} found, {} not found, {} could not be told; {}", grouped(found), grouped(not_found),
                         grouped(not_told), counted(records.distinct(), "distinct number", "distinct numbers")));
  if (not_told != 0) return ExitCode::could_not_tell;
  return found != 0 ? ExitCode::found : ExitCode::not_found;
}

}  // namespace selfcheck::cli
