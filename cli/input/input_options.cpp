#include "input/input_options.h"

#include <algorithm>

#include "base/failure.h"
#include "files/files.h"

namespace selfcheck::cli {
namespace {

// In `--allow-rejects 17 FILE` the number is taken for a file's name: this finds that.
void fail_on_number(const std::string& path) {
  std::error_code ignored;
  if (path.find_first_not_of("0123456789") != std::string::npos || fs::exists(path, ignored)) return;
  throw Failure(ExitCode::usage, "an input has a number for its name, and there is no such file",
                "--allow-rejects=N takes its number after =");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> asked(const InputOptions& options) {
  std::vector<std::pair<std::string, std::string>> given;
  for (const InputColumn& column : options.columns) {
    given.emplace_back("--column", column.number != 0 ? std::to_string(column.number) : column.name);
  }
  if (options.delimiter) given.emplace_back("--delimiter", std::string(1, *options.delimiter));
  if (!options.field.empty()) given.emplace_back("--field", options.field);
  for (const auto& [flag, name] :
       {std::pair{options.header, "--header"}, {options.multiline, "--multiline"}, {options.repair, "--repair"}}) {
    if (flag) given.emplace_back(name, "");
  }
  return given;
}

std::vector<std::string> input_paths(const InputOptions& options) {
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) paths.emplace_back(kStandardInput);
  if (std::count(paths.begin(), paths.end(), kStandardInput) > 1) {
    throw Failure(ExitCode::usage, "standard input can be read only once");
  }
  for (const std::string& path : paths) {
    fail_on_number(path);
    fail_unless_readable(path);
  }
  return paths;
}

}  // namespace selfcheck::cli
