#include "commands/usage_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/redact.h"
#include "base/suggestion.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options([](const CLI::Option*) { return true; })) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

bool is_option(std::string_view argument) { return argument.starts_with("--") && argument.size() > 2; }
std::string option_name(const std::string& argument) { return argument.substr(0, argument.find('=')); }

// Returns ` (did you mean --kind?)`, or nothing if no name is similar.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& names) {
  const auto name = similar_name(typed, names);
  return name ? fmt::format(" (did you mean {}?)", *name) : "";
}

std::string unknown_options(const std::vector<std::string>& arguments, const CLI::App& command) {
  std::string list;
  for (const std::string& argument : arguments) {
    if (!is_option(argument)) continue;
    const std::string name = option_name(argument);
    list += fmt::format(" {}{}", redact(name), did_you_mean(name, option_names(command)));
  }
  return list;
}

std::string without_command(const CLI::ParseError& error, const std::vector<std::string>& arguments,
                            const CLI::App& app) {
  const auto word =
      std::find_if(arguments.begin(), arguments.end(), [](const std::string& a) { return !a.starts_with('-'); });
  const std::vector<std::string> names = command_names(app);
  if (word == arguments.end()) return redact(error.what());
  return fmt::format("there is no such command{}", did_you_mean(*word, names));
}

}  // namespace

// CLI11 quotes what it does not understand. That may be somebody's number, so what it says is not passed on as it is.
void print_usage_error(const CLI::ParseError& error, const CLI::App& app) {
  // The command that was meant is the innermost one, such as `job hash`.
  const CLI::App* chosen = &app;
  std::string name;
  while (!chosen->get_subcommands().empty()) {
    chosen = chosen->get_subcommands().front();
    name += " " + chosen->get_name();
  }
  const CLI::App& command = *chosen;
  const std::vector<std::string> unknown = app.remaining(true);

  std::string message;
  if (!command_names(command).empty()) {  // none of these was chosen
    message = without_command(error, unknown, command);
  } else if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    message = "there are arguments that were not expected";
    if (const std::string options = unknown_options(unknown, command); !options.empty()) message += ":" + options;
  } else {
    message = redact(error.what());
    // What is missing may be there under a mistyped name.
    if (const std::string others = unknown_options(unknown, command); !others.empty()) {
      message += "; not expected:" + others;
    }
  }
  print_error(message, fmt::format("{}{} --help", app.get_name(), name));
}

}  // namespace selfcheck::cli
