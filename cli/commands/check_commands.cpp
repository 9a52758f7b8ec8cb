// The commands of `selfcheck-check`, which `selfcheck check` and `selfcheck verify` become. They are called the same,
// so that the program takes the very command line and its help reads as `selfcheck`'s does.

#include "commands/commands.h"

namespace selfcheck::cli {

std::vector<Command> all_commands(CLI::App& parent) { return {check_command(parent), verify_command(parent)}; }

}  // namespace selfcheck::cli
