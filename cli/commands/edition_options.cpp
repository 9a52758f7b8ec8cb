#include "commands/edition_options.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/wording.h"
#include "commands/option_checks.h"
#include "commands/options.h"
#include "selfcheck/json.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {
namespace {

// `3=URL` is the address of evaluator 3. An address alone is that of the evaluator whose number is the address's place.
std::vector<PinnedEvaluator> numbered_evaluators(const std::vector<std::string>& given) {
  std::vector<PinnedEvaluator> evaluators;
  for (const std::string& text : given) {
    const bool numbered = text.size() > 2 && text[0] >= '1' && text[0] <= '7' && text[1] == '=';
    PinnedEvaluator& evaluator = evaluators.emplace_back();
    evaluator.index =
        numbered ? static_cast<std::uint32_t>(text[0] - '0') : static_cast<std::uint32_t>(evaluators.size());
    evaluator.url = numbered ? text.substr(2) : text;
  }
  return evaluators;
}

}  // namespace

void add_secret_key_option(CLI::App& command, fs::path& secret_key) {
  command.add_option("--secret-key", secret_key, "Signs the list; made by keygen or minisign")
      ->required()
      ->type_name("FILE");
}

void add_sequence_option(CLI::App& command, std::optional<std::uint64_t>& sequence, const char* otherwise) {
  command.add_option("--sequence", sequence, fmt::format("Number of the edition (default: {})", otherwise))
      ->type_name("N")
      ->check(whole_number(1, json::kMaxInteger));
}

void add_published_option(CLI::App& command, std::optional<Timestamp>& published, const char* otherwise) {
  add_time_option(command, "--published", published,
                  fmt::format("The edition's date, like 2026-11-23T09:30:00Z (default: {})", otherwise));
}

void add_reinstate_option(CLI::App& command, bool& reinstate) {
  command.add_flag("--reinstate", reinstate, "A withdrawn list gives verdicts again");
}

void add_previous_key_option(CLI::App& command, std::vector<minisign::PublicKey>& keys) {
  const auto add = [&keys](const std::vector<std::string>& given) {
    for (const std::string& key : given) keys.push_back(read_public_key("--previous-key", key));
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--previous-key", add, "A public key, or its file, that may have signed the present edition")
      ->type_name("KEY")
      ->allow_extra_args(false);
}

void add_pin_place_options(CLI::App& command, PinPlace& pin) {
  command
      .add_option("--pin-out", pin.file,
                  "Where the pin goes, beside other lists' pins if it holds some (default DIR.pin.json)")
      ->type_name("FILE");
  command.add_option("--pin-id", pin.id, "The pin's id (default: the kind)")->type_name("ID");
  command.add_option("--url", pin.url, "The list's address, for the pin (default lists/ID/)")->type_name("URL");
}

void add_share_option(CLI::App& command, fs::path& share) {
  command.add_option("--share", share, "The key of a keyed list: the share-0.key that selfcheck deal has made")
      ->type_name("FILE");
}

void add_evaluator_option(CLI::App& command, std::vector<PinnedEvaluator>& evaluators) {
  const auto read = [&evaluators](const std::vector<std::string>& given) { evaluators = numbered_evaluators(given); };
  command
      .add_option_function<std::vector<std::string>>("--evaluator", read,
                                                     "Where an evaluator of a keyed list answers, for the pin: each "
                                                     "with this option, in the order of their shares "
                                                     "from 1; or N=URL. Without it, those in the pin stay")
      ->type_name("URL")
      ->allow_extra_args(false);
}

Json evaluation_json(const Manifest& manifest) {
  if (!manifest.is_keyed()) return nullptr;
  const voprf::EvaluationKey& key = *manifest.evaluation;
  return {{"threshold", key.threshold()}, {"of", key.n}, {"public_key", to_hex(key.public_key())}};
}

void add_successor_options(CLI::App& command, SuccessorOptions& options, bool& json) {
  command.add_option("--list", options.list, "The list's directory")->required()->type_name("DIR");
  add_secret_key_option(command, options.secret_key);
  add_password_option(command, options.password);
  TextChanges& texts = options.texts;
  add_text_options(command, texts.file, texts.title, texts.publisher, texts.about, texts.link);
  add_sequence_option(command, options.sequence);
  add_published_option(command, options.published);
  add_previous_key_option(command, options.previous_keys);
  add_pin_place_options(command, options.pin);
  add_json_option(command, json);
}

Json to_json(const std::vector<EditionChange>& changes) {
  Json json = Json::array();
  for (const EditionChange& change : changes) {
    json.push_back({{"name", change.name}, {"from", change.from}, {"to", change.to}});
  }
  return json;
}

Json to_json(const SuccessorReport& report) {
  const Manifest& manifest = report.manifest;
  Json json{{"list", report.list.native()},
            {"list_id", to_hex(manifest.list_id)},
            {"kind", kind_traits(manifest.kind).name},
            {"test", manifest.test},
            {"evaluation", evaluation_json(manifest)},
            {"withdrawn", manifest.withdrawn},
            {"succeeds", report.succeeds},
            {"sequence", manifest.sequence},
            {"published", format_timestamp(manifest.published)},
            {"valid_until", format_timestamp(manifest.valid_until)},
            {"entries", manifest.entries},
            {"root", to_hex(manifest.root)},
            {"manifest", report.manifest_file},
            {"public_key", minisign::format_public_key(report.public_key)},
            {"pin", report.pin_file.empty() ? Json() : Json(report.pin_file.native())},
            {"changes", to_json(report.changes)},
            {"unpublished_removed", report.unpublished_removed}};
  return json;
}

void print_signed(const SuccessorReport& report) {
  fmt::print("  signed by         {}\n", minisign::format_public_key(report.public_key));
  fmt::print("  pin               {}\n", report.pin_file.empty()
                                             ? "none here: selfcheck pin raise, for the pins that sites have"
                                             : report.pin_file.native());
  if (report.unpublished_removed != 0) {
    fmt::print("  unpublished       {} removed, which killed builds had left\n",
               counted(report.unpublished_removed, "edition", "editions"));
  }
}

}  // namespace selfcheck::cli
