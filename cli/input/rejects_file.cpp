#include "input/rejects_file.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "base/redact.h"

namespace selfcheck::cli {
namespace {

constexpr std::string_view kHeader = "file,record,line,reason";

}  // namespace

RejectsFile::RejectsFile(const std::string& path, const std::vector<std::string>& inputs) : path_(path) {
  if (path_.empty()) return;
  for (const std::string& input : inputs) {
    if (is_same_input(input, path_)) throw Failure(ExitCode::usage, "--rejects would overwrite the input");
  }
  fail_if_something_else();
  file_.open(path_, std::ios::trunc);
  file_ << kHeader << '\n';
  check();
}

void RejectsFile::add(Place place, const RejectReason& reason) {
  if (path_.empty()) return;
  file_ << place.file << ',' << place.record << ',' << place.line << ',' << reason.name() << '\n';
}

void RejectsFile::close() {
  if (path_.empty()) return;
  file_.close();
  check();
}

// A key, or a file of a list, that was named by mistake must not be overwritten.
void RejectsFile::fail_if_something_else() const {
  std::error_code error;
  if (!fs::is_regular_file(path_, error) || fs::file_size(path_, error) == 0) return;
  std::string first;
  std::getline(std::ifstream(path_), first);
  if (first == kHeader) return;
  throw Failure(ExitCode::usage,
                fmt::format("--rejects would overwrite {}, which is no file of rejects", shown_path(path_)));
}

void RejectsFile::check() const {
  if (!file_) throw Failure(ExitCode::system, fmt::format("can't write {}", shown_path(path_)));
}

}  // namespace selfcheck::cli
