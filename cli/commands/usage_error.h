// Explains a command line that makes no sense, in words that help and repeat nobody's number.
#pragma once

#include <CLI/CLI.hpp>

namespace selfcheck::cli {

void print_usage_error(const CLI::ParseError& error, const CLI::App& app);

}  // namespace selfcheck::cli
