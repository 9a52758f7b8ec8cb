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

/// `--kind mobile|aadhaar`, required.
void add_kind_option(CLI::App& command, Kind& kind);
/// The input's name, and add_column_options. `what` is what the input holds.
CLI::Option* add_input_options(CLI::App& command, InputOptions& input, const std::string& what);
/// `--column N|NAME`, `--header` and `--multiline`. Gives the first.
CLI::Option* add_column_options(CLI::App& command, InputOptions& input);
/// `--rejects FILE` and `--allow-rejects[=N]`.
void add_reject_options(CLI::App& command, RejectOptions& rejects);
/// `--mem MiB` and `--ops N`.
void add_argon2_options(CLI::App& command, Argon2Params& params);
/// `--job DIR`, required.
void add_job_option(CLI::App& command, fs::path& job);
/// `--shard I/N`, read by parse_shard().
CLI::Option* add_shard_option(CLI::App& command, std::string& shard, const std::string& help);
void add_json_option(CLI::App& command, bool& json);
void add_password_option(CLI::App& command, PasswordOptions& password);
void add_threads_option(CLI::App& command, unsigned& threads);
/// An option whose value is a time in the one form that the format allows.
CLI::Option* add_time_option(CLI::App& command, const std::string& name, std::optional<Timestamp>& time,
                             const std::string& help);

/// An option whose value is N bytes of lowercase hexadecimal.
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

/// `--pin FILE` and `--id ID`.
struct PinOptions {
  std::string file;
  std::string id;  // empty: the file's only pin
};
CLI::Option* add_pin_options(CLI::App& command, PinOptions& pin);
/// The pin that they name. Throws a Failure.
Pin read_pin(const PinOptions& options);

/// `text`, the value of `option`, is a public key or the name of a file with one. Throws a Failure.
minisign::PublicKey read_public_key(const std::string& option, const std::string& text);

}  // namespace selfcheck::cli
