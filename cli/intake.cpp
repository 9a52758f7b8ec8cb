#include "intake.h"

#include <fmt/format.h>

#include <cstdio>

#include "failure.h"
#include "messages.h"
#include "progress.h"
#include "redact.h"
#include "terminal.h"
#include "wording.h"

namespace selfcheck::cli {
namespace {

class RejectsFile {
 public:
  RejectsFile(const std::string& path, const InputFile& input) : path_(path) {
    if (path_.empty()) return;
    if (input.is_same_file(path_)) {
      throw Failure(ExitCode::usage, "--rejects would overwrite the input");
    }
    fail_if_something_else();
    file_.open(path_, std::ios::trunc);
    file_ << kHeader << '\n';
    check();
  }

  void add(std::uint64_t line, const Error& reason) {
    if (!path_.empty()) file_ << line << ',' << error_name(reason.code) << '\n';
  }

  void close() {
    if (path_.empty()) return;
    file_.close();
    check();
  }

 private:
  static constexpr std::string_view kHeader = "line,reason";

  // A key, or a file of a list, given by mistake must survive it.
  void fail_if_something_else() const {
    std::error_code error;
    if (!fs::is_regular_file(path_, error) || fs::file_size(path_, error) == 0) return;
    std::string first;
    std::getline(std::ifstream(path_), first);
    if (first == kHeader) return;
    throw Failure(ExitCode::usage,
                  fmt::format("--rejects would overwrite {}, which is no file of rejects", shown_path(path_)));
  }

  void check() const {
    if (!file_) throw Failure(ExitCode::system, fmt::format("can't write {}", shown_path(path_)));
  }

  std::string path_;
  std::ofstream file_;
};

// `mobile:+919876543210`, as `normalize` writes it, without its prefix; anything else as it is.
std::string_view without_kind(Kind kind, std::string_view text) {
  const std::string_view name = kind_traits(kind).name;
  if (text.starts_with(name) && text.substr(name.size()).starts_with(':')) text.remove_prefix(name.size() + 1);
  return text;
}

}  // namespace

IntakeCounts read_identifiers(Kind kind, const InputOptions& input, const RejectOptions& rejects,
                              const TakeIdentifier& take, const TakeReject& take_reject) {
  InputFile file(input.path);
  RejectsFile rejects_file(rejects.file, file);
  Progress progress("reading", 0);
  IntakeCounts counts;
  read_input(file, input, [&](std::uint64_t line, std::string_view text) {
    if (const auto form = normalize(kind, without_kind(kind, text)); form) {
      ++counts.accepted;
      take(line, *form);
    } else {
      ++counts.rejected;
      ++counts.rejected_by_reason[form.error().code];
      rejects_file.add(line, form.error());
      if (take_reject) take_reject(line, form.error());
    }
    progress.update(counts.accepted + counts.rejected);
  });
  rejects_file.close();
  return counts;
}

void report_rejects(const IntakeCounts& counts) {
  if (counts.rejected == 0) return;
  print_note(fmt::format("{} rejected:", counted(counts.rejected, "line was", "lines were")));
  for (const auto& [code, count] : counts.rejected_by_reason) {
    fmt::print(stderr, "  {:>12}  {} ({})\n", grouped(count), error_name(code), describe(Error{.code = code}));
  }
}

void fail_on_rejects(const IntakeCounts& counts, const RejectOptions& rejects) {
  if (counts.rejected == 0 || rejects.allow) return;
  throw Failure(ExitCode::rejected,
                fmt::format("{} no valid number", counted(counts.rejected, "line has", "lines have")),
                rejects.file.empty() ? "--rejects FILE tells which; --allow-rejects goes on without them"
                                     : "--allow-rejects goes on without them");
}

nlohmann::ordered_json to_json(const IntakeCounts& counts) {
  nlohmann::ordered_json by_reason = nlohmann::ordered_json::object();
  for (const auto& [code, count] : counts.rejected_by_reason) by_reason[std::string(error_name(code))] = count;
  return {{"accepted", counts.accepted}, {"rejected", counts.rejected}, {"rejected_by_reason", std::move(by_reason)}};
}

}  // namespace selfcheck::cli
