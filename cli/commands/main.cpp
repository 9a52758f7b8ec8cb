// What `selfcheck`, `selfcheck-check` and `selfcheck-serve` begin with: finds the command and turns however it ended into an exit code.

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <new>
#include <system_error>
#include <vector>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "commands/commands.h"
#include "commands/usage_error.h"
#include "terminal/terminal.h"

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

// A dump of this program's memory would hold numbers, and perhaps a key.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // also where dumps go to a program, which no limit stops
}

int run(int argc, char** argv) {
  if (sodium_init() < 0) throw Failure(ExitCode::internal, "libsodium can't start");
  forbid_core_dumps();
  watch_stop_signals();

  CLI::App app(kDescription, "selfcheck");
  app.footer(kFooter);
  app.set_version_flag("--version", "selfcheck " SELFCHECK_VERSION);
  app.require_subcommand(1);
  const std::vector<Command> commands = all_commands(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    app.exit(asked);  // --help and --version are exceptions to CLI11
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
  // A stream that was closed would be the next file that is opened, and get what is printed.
  while (true) {
    const int descriptor = open("/dev/null", O_RDWR);
    if (descriptor > STDERR_FILENO) close(descriptor);
    if (descriptor < 0 || descriptor > STDERR_FILENO) break;
  }
  try {
    return run(argc, argv);
  } catch (const Failure& failure) {
    print_error(failure.message(), failure.hint());
    return failure.status();
  } catch (const std::bad_alloc&) {
    print_error("out of memory");
    return exit_status(ExitCode::system);
  } catch (const std::system_error& error) {
    // The code's own words; what() could quote a path.
    print_error("the system said: " + error.code().message());
    return exit_status(ExitCode::system);
  } catch (...) {
    // Not even what(): it may hold anything.
    print_error("an internal error: this is a defect in selfcheck");
    return exit_status(ExitCode::internal);
  }
}
