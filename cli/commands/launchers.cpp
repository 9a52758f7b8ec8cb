// Some commands of `selfcheck` are programs of their own, which are installed beside it. Here it becomes them
// (commands.h).

#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "base/failure.h"
#include "commands/commands.h"
#include "files/files.h"

namespace selfcheck::cli {
namespace {

[[noreturn]] void become(const std::string& program, const std::string& command,
                         const std::vector<std::string>& arguments) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (error) throw Failure::from_errno("find selfcheck's own file", error.value());
  const std::string file = (self.parent_path() / program).native();

  // The other program takes the same command line.
  std::vector<const char*> argv{program.c_str(), command.c_str()};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  argv.push_back(nullptr);
  execv(file.c_str(), const_cast<char* const*>(argv.data()));  // execv changes none of the arguments
  const int reason = errno;
  if (reason == ENOENT) {
    throw Failure(ExitCode::system, program + " is missing", "it must be in the same directory as selfcheck");
  }
  throw Failure::from_errno("start " + program, reason);
}

Command launcher(CLI::App& parent, const std::string& program, const std::string& command,
                 const std::string& description) {
  CLI::App* app = parent.add_subcommand(command, description);
  // All that follows, --help too, is for the other program to read.
  app->prefix_command();
  app->set_help_flag();
  return {app, [=]() -> ExitCode { become(program, command, app->remaining()); }};
}

}  // namespace

Command check_command(CLI::App& parent) {
  return launcher(parent, "selfcheck-check", "check", "Check a number, or a file of numbers, against a list");
}

Command verify_command(CLI::App& parent) { return launcher(parent, "selfcheck-check", "verify", "Audit a whole list"); }

Command serve_command(CLI::App& parent) {
  return launcher(parent, "selfcheck-serve", "serve", "Serve static files on this machine, to try things out");
}

}  // namespace selfcheck::cli
