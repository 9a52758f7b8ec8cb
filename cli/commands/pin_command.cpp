// The command `selfcheck pin`: it shows a pins file, and changes it, so that nobody has to edit it by hand.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/clock.h"
#include "base/failure.h"
#include "base/redact.h"
#include "check/audit.h"
#include "commands/commands.h"
#include "commands/edition_options.h"
#include "commands/options.h"
#include "list/pins_file.h"
#include "terminal/json_output.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

struct PinCommandOptions {
  fs::path file;
  std::string id;  // if it is empty, the file's only pin is meant
  std::string key;
  fs::path list;
  std::string url;
  std::vector<PinnedEvaluator> evaluators;
  bool unchecked = false;
  std::optional<Timestamp> now;
  bool json = false;
};

constexpr const char* kFooter = R"(
  selfcheck pin show pins.json
  selfcheck pin add-key pins.json --id leak --key new.pub
  selfcheck pin remove-key pins.json --id leak --key old.pub --list lists/leak
  selfcheck pin raise pins.json --id leak --list lists/leak
  selfcheck pin evaluators pins.json --id leak --evaluator https://a.example/eval/ --evaluator https://b.example/eval/

A pin says which list, signed by which keys, a site trusts, and which edition is the oldest that it takes. The list in
--list is a copy of what has been uploaded: it is verified as `selfcheck verify` does, with the pin as it will be, before
the pin asks for more. `build` raises the pin of the list that it builds; the pins on other sites are raised here.

A pin also says where the evaluators of a keyed list are, since pages connect only to what their own site names. Pins
that name some serve a static list, too, and its readers ask nobody: they go online before the first keyed edition.)";

// Verifies the list as the pin will trust it. Throws a Failure unless the list is sound.
Manifest verify_list(const PinCommandOptions& options, AuditTrust trust) {
  Audit audit(options.list, std::move(trust), options.now.value_or(system_time()));
  for (const Finding& finding : audit.run()) {
    if (finding.status == Status::fail) print_error(fmt::format("{}: {}", finding.name, finding.detail));
    if (finding.status == Status::warn) print_warning(fmt::format("{}: {}", finding.name, finding.detail));
  }
  if (!audit.passed()) {
    throw Failure(ExitCode::audit_failed,
                  fmt::format("the list in {} is not one that this pin would accept: the pins file stays as it was",
                              shown_path(options.list)));
  }
  return *audit.manifest();
}

void print_pin(const Pin& pin) {
  fmt::print("{}\n  url           {}\n  kind          {}\n  list id       {}\n  oldest taken  edition {}\n", pin.id,
             pin.url, kind_traits(pin.kind).name, to_hex(pin.list_id), pin.min_sequence);
  for (const PinnedEvaluator& evaluator : pin.evaluators) {
    fmt::print("  evaluator {}   {}\n", evaluator.index, evaluator.url);
  }
  if (pin.manifest) fmt::print("  manifest      {} and no other\n", to_hex(*pin.manifest));
  for (const auto& key : pin.keys) fmt::print("  key           {}\n", minisign::format_public_key(key));
}

Json to_json(const Pin& pin) {
  Json keys = Json::array();
  for (const auto& key : pin.keys) keys.push_back(minisign::format_public_key(key));
  Json json{{"id", pin.id},
            {"url", pin.url},
            {"keys", std::move(keys)},
            {"list_id", to_hex(pin.list_id)},
            {"kind", kind_traits(pin.kind).name},
            {"min_sequence", pin.min_sequence}};
  if (pin.manifest) json["manifest"] = to_hex(*pin.manifest);
  for (const PinnedEvaluator& evaluator : pin.evaluators) {
    json["evaluators"].push_back({{"index", evaluator.index}, {"url", evaluator.url}});
  }
  return json;
}

ExitCode show(const PinCommandOptions& options) {
  auto pins = read_pins(options.file);
  if (pins.empty()) throw Failure(ExitCode::system, fmt::format("there is no file {}", shown_path(options.file)));
  if (!options.id.empty()) pins = {find_pin(pins, options.id)};
  if (options.json) {
    Json json = Json::array();
    for (const Pin& pin : pins) json.push_back(to_json(pin));
    print_json({{"lists", std::move(json)}});
  } else {
    for (const Pin& pin : pins) print_pin(pin);
  }
  return ExitCode::ok;
}

Pin& pin_in(const PinCommandOptions& options, std::vector<Pin>& pins) {
  if (pins.empty()) throw Failure(ExitCode::system, fmt::format("there is no file {}", shown_path(options.file)));
  return find_pin(pins, options.id);
}

// Changes one pin of a file that is there, and prints the pin.
template <typename Change>
ExitCode change_pin(const PinCommandOptions& options, Change change) {
  Pin changed;
  edit_pins(options.file, [&](std::vector<Pin>& pins) { changed = change(pin_in(options, pins)); });
  print_pin(changed);
  return ExitCode::ok;
}

// Changes a pin where `check` looks at a whole list first. That takes its time, so that the file is not locked
// meanwhile; whether somebody else has changed the pin is looked at afterwards.
template <typename Check>
ExitCode change_checked_pin(const PinCommandOptions& options, Check check) {
  std::vector<Pin> pins = read_pins(options.file);
  const Pin before = pin_in(options, pins);
  const Pin after = check(before);
  return change_pin(options, [&](Pin& pin) -> const Pin& {
    if (!(pin == before)) {
      throw Failure(ExitCode::rejected, "somebody else has changed the pin while the list was verified",
                    "look at it (selfcheck pin show), and do it again");
    }
    return pin = after;
  });
}

ExitCode add(const PinCommandOptions& options) {
  const minisign::PublicKey key = read_public_key("--key", options.key);
  AuditTrust key_only{.key_only = true};
  key_only.pin.keys = {key};
  key_only.pin.evaluators = options.evaluators;
  const Manifest manifest = verify_list(options, key_only);
  Pin pin;
  pin.id = options.id.empty() ? kind_traits(manifest.kind).name : options.id;
  pin.url = options.url.empty() ? fmt::format("lists/{}/", pin.id) : options.url;
  pin.keys = {key};
  pin.list_id = manifest.list_id;
  pin.kind = manifest.kind;
  pin.min_sequence = manifest.sequence;
  pin.evaluators = options.evaluators;
  fail_unless_evaluators_suffice(manifest, pin.evaluators);
  edit_pins(options.file, [&](std::vector<Pin>& pins) {
    const auto same = std::find_if(pins.begin(), pins.end(),
                                   [&](const Pin& p) { return p.id == pin.id || p.list_id == pin.list_id; });
    if (same != pins.end()) {
      throw Failure(ExitCode::rejected, "the file has a pin with this id, or of this list",
                    "add-key and raise change it; remove takes it out");
    }
    pins.push_back(pin);
  });
  print_pin(pin);
  return ExitCode::ok;
}

ExitCode remove(const PinCommandOptions& options) {
  edit_pins(options.file, [&](std::vector<Pin>& pins) {
    const std::string id = find_pin(pins, options.id).id;
    std::erase_if(pins, [&](const Pin& pin) { return pin.id == id; });
    if (pins.empty()) {
      throw Failure(ExitCode::rejected, "that is the file's only pin", "delete the file, if nothing shall be trusted");
    }
  });
  return ExitCode::ok;
}

ExitCode add_key(const PinCommandOptions& options) {
  const minisign::PublicKey key = read_public_key("--key", options.key);
  return change_pin(options, [&](Pin& pin) -> const Pin& {
    cli::add_key(pin, key);
    return pin;
  });
}

ExitCode remove_key(const PinCommandOptions& options) {
  if (options.list.empty() == !options.unchecked) {
    throw Failure(ExitCode::usage, "remove-key needs --list DIR, a copy of what has been uploaded",
                  "or --unchecked, if a key was stolen: until an edition is signed with another key, nobody can check");
  }
  const minisign::PublicKey key = read_public_key("--key", options.key);
  return change_checked_pin(options, [&](Pin pin) {
    if (std::erase(pin.keys, key) == 0) throw Failure(ExitCode::rejected, "the pin does not have this key");
    if (pin.keys.empty()) {
      throw Failure(ExitCode::rejected, "that is the pin's only key",
                    "add-key first, with the key that takes its place");
    }
    if (!options.unchecked) verify_list(options, {pin});
    return pin;
  });
}

ExitCode raise(const PinCommandOptions& options) {
  return change_checked_pin(options, [&](Pin pin) {
    const Manifest manifest = verify_list(options, {pin});  // fails for an older edition than the pin takes
    pin.min_sequence = manifest.sequence;
    return pin;
  });
}

// Without --list nothing is known of the list, which may still be static.
ExitCode set_evaluators(const PinCommandOptions& options) {
  return change_checked_pin(options, [&](Pin pin) {
    pin.evaluators = options.evaluators;
    if (!options.list.empty()) verify_list(options, {pin});
    return pin;
  });
}

using Run = ExitCode (*)(const PinCommandOptions&);

struct Subcommand {
  CLI::App* app;
  Run run;
};

}  // namespace

Command pin_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("pin", "Show the pins that a site trusts, change their keys, raise them");
  const auto options = std::make_shared<PinCommandOptions>();
  app->footer(kFooter);
  app->require_subcommand(1);
  const auto subcommand = [&](const char* name, const char* help) {
    CLI::App* sub = app->add_subcommand(name, help);
    sub->add_option("file", options->file, "The pins file")->required()->type_name("FILE");
    sub->add_option("--id", options->id, "The pin's id, if the file has several")->type_name("ID");
    return sub;
  };
  const auto add_key_option = [&](CLI::App* sub) {
    sub->add_option("--key", options->key, "A public key, or its file")->required()->type_name("KEY");
  };
  const auto add_list_option = [&](CLI::App* sub) {
    add_time_option(*sub, "--now", options->now, "Take this for the present time: for tests");
    return sub->add_option("--list", options->list, "A copy of what has been uploaded: verified first")
        ->type_name("DIR");
  };

  const auto subcommands = std::make_shared<std::vector<Subcommand>>();
  CLI::App* shown = subcommand("show", "Show the file's pins");
  add_json_option(*shown, options->json);
  subcommands->push_back({shown, show});

  CLI::App* added = subcommand("add", "Add the pin of a list");
  added->get_option("--id")->description("What pages call the list (default: its kind)");
  add_key_option(added);
  add_list_option(added)->required();
  added->add_option("--url", options->url, "The list's address, as readers reach it (default lists/ID/)")
      ->type_name("URL");
  add_evaluator_option(*added, options->evaluators);
  subcommands->push_back({added, add});

  subcommands->push_back({subcommand("remove", "Remove a pin"), remove});

  CLI::App* key_added = subcommand("add-key", "Trust one more key");
  add_key_option(key_added);
  subcommands->push_back({key_added, add_key});

  CLI::App* key_removed = subcommand("remove-key", "Trust a key no longer");
  add_key_option(key_removed);
  add_list_option(key_removed);
  key_removed->add_flag("--unchecked", options->unchecked, "Without a list that another of the pin's keys has signed");
  subcommands->push_back({key_removed, remove_key});

  CLI::App* raised = subcommand("raise", "Take no edition that is older than the one in --list");
  add_list_option(raised)->required();
  subcommands->push_back({raised, raise});

  CLI::App* asked = subcommand("evaluators", "Say where a keyed list's evaluators are, in the place of those before");
  add_evaluator_option(*asked, options->evaluators);
  asked->get_option("--evaluator")
      ->required()
      ->description("Where one answers: each with this option, in the order of their shares from 1; or N=URL");
  add_list_option(asked);
  subcommands->push_back({asked, set_evaluators});

  return {app, [options, subcommands] {
            const auto chosen = std::find_if(subcommands->begin(), subcommands->end(),
                                             [](const Subcommand& sub) { return sub.app->parsed(); });
            return chosen->run(*options);
          }};
}

}  // namespace selfcheck::cli
