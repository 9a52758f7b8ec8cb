// The options of all commands that make an edition of a list: `build`, `renew` and `withdraw`.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/option_checks.h"
#include "commands/options.h"
#include "edition/edition_pin.h"
#include "edition/successor.h"
#include "list/edition_changes.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "selfcheck/timestamp.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {

void add_secret_key_option(CLI::App& command, fs::path& secret_key);
/// Adds `--sequence N`. `otherwise` says what the number is without it.
void add_sequence_option(CLI::App& command, std::optional<std::uint64_t>& sequence,
                         const char* otherwise = "one more than the present");
/// Adds `--published TIME`. `otherwise` says what the date is without it.
void add_published_option(CLI::App& command, std::optional<Timestamp>& published, const char* otherwise = "now");
/// Adds `--valid-days N` and `--valid-until TIME`, of which one can be given. `Days` is a std::uint32_t, or an optional
/// one. `otherwise` says how many days it is without both.
template <typename Days>
void add_validity_options(CLI::App& command, Days& valid_days, std::optional<Timestamp>& valid_until,
                          const char* otherwise = "365") {
  const std::string help = std::string("Checks stop after this many days (default: ") + otherwise + ")";
  CLI::Option* days = command.add_option("--valid-days", valid_days, help)
                          ->type_name("N")
                          ->check(whole_number(1, kMaxValidity / kSecondsPerDay));
  add_time_option(command, "--valid-until", valid_until, "Or: checks stop at this time")->excludes(days);
}
/// Adds `--reinstate`.
void add_reinstate_option(CLI::App& command, bool& reinstate);
/// Adds `--previous-key KEY`, which can be given as often as need be.
void add_previous_key_option(CLI::App& command, std::vector<minisign::PublicKey>& keys);
/// Adds `--pin-out FILE`, `--pin-id ID` and `--url URL`.
void add_pin_place_options(CLI::App& command, PinPlace& pin);
/// Adds `--share FILE`.
void add_share_option(CLI::App& command, fs::path& share);
/// Adds `--evaluator URL`, which can be given as often as need be.
void add_evaluator_option(CLI::App& command, std::vector<PinnedEvaluator>& evaluators);

/// Adds `--texts FILE`, and in its place `--title`, `--publisher`, `--about` and `--link`. `Text` is a string, or an
/// optional one.
template <typename Text>
void add_text_options(CLI::App& command, fs::path& file, Text& title, Text& publisher, Text& about, Text& link) {
  CLI::Option* texts =
      command.add_option("--texts", file, "What readers are told, by language (JSON)")->type_name("FILE");
  const auto add = [&](const char* name, Text& text, const char* help) {
    command.add_option(name, text, help)->type_name("TEXT")->excludes(texts);
  };
  add("--title", title, "Or in English only: the list's title");
  add("--publisher", publisher, "... who publishes it");
  add("--about", about, "... what it holds and where it comes from");
  add("--link", link, "... where to read more (https)");
}

/// Adds all options that `renew` and `withdraw` share, `--json` among them.
void add_successor_options(CLI::App& command, SuccessorOptions& options, bool& json);

/// Returns `{"threshold": ..., "of": ..., "public_key": ...}` for a keyed list, else null.
Json evaluation_json(const Manifest& manifest);
/// Returns `[{"name": ..., "from": ..., "to": ...}]`, an object for each change.
Json to_json(const std::vector<EditionChange>& changes);
Json to_json(const SuccessorReport& report);
/// Prints the lines of a summary that `renew` and `withdraw` share: who signed it, its pin, what was cleared away.
void print_signed(const SuccessorReport& report);

}  // namespace selfcheck::cli
