// Command-line options that several commands have, with one name, one form and one help text each.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <string>

#include "input/intake.h"
#include "selfcheck/identifier.h"
#include "selfcheck/minisign.h"
#include "selfcheck/pins.h"
#include "selfcheck/tag.h"
#include "selfcheck/timestamp.h"
#include "terminal/password.h"

namespace selfcheck::cli {

/// Adds `--kind mobile|aadhaar`, which is required.
void add_kind_option(CLI::App& command, Kind& kind);
/// Adds the names of the input's files, and what add_column_options adds. `what` says what the input holds. Returns the
/// option for the names.
CLI::Option* add_input_options(CLI::App& command, InputOptions& input, const std::string& what);
/// Adds `--column N|NAME`, `--delimiter CHARACTER`, `--header`, `--multiline`, `--field NAME` and `--repair`. Returns
/// the first.
CLI::Option* add_column_options(CLI::App& command, InputOptions& input);
/// Adds `--rejects FILE` and `--allow-rejects[=N]`.
void add_reject_options(CLI::App& command, RejectOptions& rejects);
/// Adds `--mem MiB` and `--ops N`.
void add_argon2_options(CLI::App& command, Argon2Params& params);
/// Adds `--job DIR`, which is required.
void add_job_option(CLI::App& command, fs::path& job);
/// Adds `--shard I/N`, which parse_shard() reads.
CLI::Option* add_shard_option(CLI::App& command, std::string& shard, const std::string& help);
void add_json_option(CLI::App& command, bool& json);
void add_password_option(CLI::App& command, PasswordOptions& password);
void add_threads_option(CLI::App& command, unsigned& threads);
/// Adds an option whose value is a time in the one form that the format allows.
CLI::Option* add_time_option(CLI::App& command, const std::string& name, std::optional<Timestamp>& time,
                             const std::string& help);

/// Adds an option whose value is N bytes of lowercase hexadecimal.
template <std::size_t N>
CLI::Option* add_hex_option(CLI::App& command, const std::string& name, std::optional<ByteArray<N>>& bytes,
                            const std::string& help) {
  const auto read = [name, &bytes](const std::string& text) {
    ByteArray<N> value{};
    if (!from_hex(text, value)) {
      throw CLI::ValidationError(name, std::to_string(2 * N) + " lowercase hexadecimal digits, please");
    }
    bytes = value;
  };
  return command.add_option_function<std::string>(name, read, help)->type_name("HEX");
}

/// The values of `--pin FILE` and `--id ID`.
struct PinOptions {
  std::string file;
  std::string id;  // if it is empty, the file's only pin is meant
};
CLI::Option* add_pin_options(CLI::App& command, PinOptions& pin);
/// Returns the pin that the options name. Throws a Failure if there is none such.
Pin read_pin(const PinOptions& options);

/// Returns the public key that `text` is, or that is in the file of this name. Throws a Failure if it is neither; the
/// message names `option`, whose value it is.
minisign::PublicKey read_public_key(const std::string& option, const std::string& text);

}  // namespace selfcheck::cli
