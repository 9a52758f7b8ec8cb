// What an option's value may be, with errors that say it.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

namespace selfcheck::cli {

/// A whole number from `min` to `max`. Unlike CLI11's own, the error is one that can be read, and a number that no type
/// can hold is refused instead of cut down.
CLI::Validator whole_number(std::uint64_t min, std::uint64_t max = UINT64_MAX);

/// A decimal number above 0.
CLI::Validator positive_amount();

}  // namespace selfcheck::cli
