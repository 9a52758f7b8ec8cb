// Checks the values of options, with errors that say what a value may be.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

namespace selfcheck::cli {

/// Accepts a whole number from `min` to `max`. Unlike that of CLI11's own check, the error is one that can be read, and
/// a number that no type can hold is refused instead of cut down.
CLI::Validator whole_number(std::uint64_t min, std::uint64_t max = UINT64_MAX);

/// Accepts a decimal number above 0.
CLI::Validator positive_amount();

}  // namespace selfcheck::cli
