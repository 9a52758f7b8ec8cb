// `selfcheck serve`, as `selfcheck` has it: becomes `selfcheck-serve`, which is installed beside it
// (serve_command.cpp).

#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "base/failure.h"
#include "commands/commands.h"
#include "files/files.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kServer = "selfcheck-serve";

[[noreturn]] void become_server(const std::vector<std::string>& arguments) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (error) throw Failure::from_errno("find selfcheck's own file", error.value());
  const std::string server = (self.parent_path() / kServer).native();

  // It takes the same command line.
  std::vector<const char*> argv{kServer, "serve"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  argv.push_back(nullptr);
  execv(server.c_str(), const_cast<char* const*>(argv.data()));  // execv changes none of them
  const int reason = errno;
  if (reason == ENOENT) {
    throw Failure(ExitCode::system, "selfcheck-serve is missing", "it must be in the same directory as selfcheck");
  }
  throw Failure::from_errno("start selfcheck-serve", reason);
}

}  // namespace

Command serve_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("serve", "Serve static files on this machine, to try things out");
  // All that follows, --help too, is the other program's to read.
  app->prefix_command();
  app->set_help_flag();
  return {app, [app]() -> ExitCode { become_server(app->remaining()); }};
}

}  // namespace selfcheck::cli
