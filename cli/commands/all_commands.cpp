// The commands that `selfcheck` has, in the order in which its help shows them.

#include "commands/commands.h"

namespace selfcheck::cli {

std::vector<Command> all_commands(CLI::App& parent) {
  return {normalize_command(parent), keygen_command(parent), deal_command(parent),   plan_command(parent),
          build_command(parent),     job_command(parent),    renew_command(parent),  withdraw_command(parent),
          diff_command(parent),      check_command(parent),  verify_command(parent), pin_command(parent),
          serve_command(parent)};
}

}  // namespace selfcheck::cli
