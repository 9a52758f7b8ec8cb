// The commands. Each lives in a file of its own, declares its options on a subcommand, and says what to run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace selfcheck::cli {

struct Command {
  CLI::App* app;
  std::function<ExitCode()> run;
};

Command normalize_command(CLI::App& parent);
Command keygen_command(CLI::App& parent);
Command plan_command(CLI::App& parent);
Command build_command(CLI::App& parent);
Command check_command(CLI::App& parent);
Command verify_command(CLI::App& parent);
Command serve_command(CLI::App& parent);

}  // namespace selfcheck::cli
