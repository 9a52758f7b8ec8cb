// Every command lives in a file of its own, declares its options on a subcommand, and says what to run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <vector>

#include "base/exit_code.h"

namespace selfcheck::cli {

struct Command {
  CLI::App* app;
  std::function<ExitCode()> run;
};

Command normalize_command(CLI::App& parent);
/// This command has commands of its own, which are the steps of a job.
Command job_command(CLI::App& parent);
Command job_assemble_command(CLI::App& parent);
Command job_export_command(CLI::App& parent);
Command job_hash_command(CLI::App& parent);
Command job_import_command(CLI::App& parent);
Command job_prepare_command(CLI::App& parent);
Command job_status_command(CLI::App& parent);
Command job_wipe_command(CLI::App& parent);
Command deal_command(CLI::App& parent);
Command keygen_command(CLI::App& parent);
Command plan_command(CLI::App& parent);
Command build_command(CLI::App& parent);
Command renew_command(CLI::App& parent);
Command withdraw_command(CLI::App& parent);
Command diff_command(CLI::App& parent);
Command pin_command(CLI::App& parent);

// In `selfcheck` these three start programs of their own, `selfcheck-check` and `selfcheck-serve`, so that whatever
// reads a secret key loads no HTTP or TLS library.
Command check_command(CLI::App& parent);
Command verify_command(CLI::App& parent);
Command serve_command(CLI::App& parent);

/// Returns the commands that the program has, in the order in which its help shows them. Each program defines this
/// function.
std::vector<Command> all_commands(CLI::App& parent);

}  // namespace selfcheck::cli
