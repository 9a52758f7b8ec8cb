// `selfcheck`, `selfcheck-check` and `selfcheck-serve` begin here, where the command is found.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <vector>

#include "base/failure.h"
#include "commands/commands.h"
#include "commands/program.h"
#include "commands/usage_error.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kDescription =
    "Lists of leaked numbers that people can check without telling anyone their number.\n"
    "A publisher turns a file of numbers into a signed list; anyone can check a number against it, and audit it.";

constexpr const char* kFooter = R"(
A publisher's first list:
  selfcheck keygen --secret my.key --public my.pub
  selfcheck plan --kind mobile numbers.txt
  selfcheck build --kind mobile --secret-key my.key --title "..." --publisher "..." --out list numbers.txt
  selfcheck verify --list list --pin list.pin.json
  selfcheck check --list list --pin list.pin.json

Numbers are read from files, standard input or a question on the terminal: what is an argument ends up in the
shell's history. No message ever shows a number.

Exit codes:
  0 done              2 wrong usage        4 file, memory or port     10 found          12 could not tell
  1 defect            3 input rejected     5 audit failed             11 not found      128+N stopped by signal N
"selfcheck COMMAND --help" explains a command.)";

int run(int argc, char** argv) {
  CLI::App app(kDescription, "selfcheck");
  app.footer(kFooter);
  app.set_version_flag("--version", "selfcheck " SELFCHECK_VERSION);
  app.require_subcommand(1);
  const std::vector<Command> commands = all_commands(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    app.exit(asked);  // CLI11 reports --help and --version as exceptions
    return exit_status(ExitCode::ok);
  } catch (const CLI::ParseError& error) {
    print_usage_error(error, app);
    return exit_status(ExitCode::usage);
  }
  for (const Command& command : commands) {
    if (!command.app->parsed()) continue;
    const ExitCode code = command.run();
    // A verdict or a result that never arrived must not look like one that did.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw Failure(ExitCode::system, "can't write to standard output");
    }
    return exit_status(code);
  }
  return exit_status(ExitCode::usage);
}

}  // namespace
}  // namespace selfcheck::cli

int main(int argc, char** argv) {
  using namespace selfcheck::cli;
  return run_program([&] { return run(argc, argv); });
}
