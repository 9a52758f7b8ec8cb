// Command-line options of whatever makes an edition of a list: `build`, `renew` and `withdraw`.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "edition/edition_pin.h"
#include "edition/successor.h"
#include "list/edition_changes.h"
#include "selfcheck/minisign.h"
#include "selfcheck/timestamp.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {

void add_secret_key_option(CLI::App& command, fs::path& secret_key);
/// `--sequence N`
void add_sequence_option(CLI::App& command, std::optional<std::uint64_t>& sequence);
/// `--published TIME`
void add_published_option(CLI::App& command, std::optional<Timestamp>& published);
/// `--valid-days N` or `--valid-until TIME`
void add_validity_options(CLI::App& command, std::uint32_t& valid_days, std::optional<Timestamp>& valid_until);
/// `--reinstate`
void add_reinstate_option(CLI::App& command, bool& reinstate);
/// `--previous-key KEY`, as often as need be
void add_previous_key_option(CLI::App& command, std::vector<minisign::PublicKey>& keys);
/// `--pin-out FILE`, `--pin-id ID` and `--url URL`
void add_pin_place_options(CLI::App& command, PinPlace& pin);
/// `--share FILE`
void add_share_option(CLI::App& command, fs::path& share);
/// `--evaluator URL`, as often as need be
void add_evaluator_option(CLI::App& command, std::vector<PinnedEvaluator>& evaluators);

/// `--texts FILE`, or `--title`, `--publisher`, `--about` and `--link`. `Text` is a string, or an optional one.
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

/// What `renew` and `withdraw` share: all but their own rules, and `--json`.
void add_successor_options(CLI::App& command, SuccessorOptions& options, bool& json);

/// `{"threshold": ..., "of": ..., "public_key": ...}` of a keyed list, else null.
Json evaluation_json(const Manifest& manifest);
/// `[{"name": ..., "from": ..., "to": ...}]`
Json to_json(const std::vector<EditionChange>& changes);
Json to_json(const SuccessorReport& report);
/// The lines of a summary that `renew` and `withdraw` share: who signed it, its pin, what was cleared away.
void print_signed(const SuccessorReport& report);

}  // namespace selfcheck::cli
