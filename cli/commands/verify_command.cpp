// `selfcheck verify`: the audit's report.

#include <fmt/format.h>

#include <cstdio>

#include "base/clock.h"
#include "base/failure.h"
#include "check/audit.h"
#include "check/verdict_text.h"
#include "commands/commands.h"
#include "commands/options.h"

namespace selfcheck::cli {
namespace {

struct VerifyOptions {
  fs::path list;
  PinOptions pin;
  std::string key;  // a public key, or the name of a file with one
  std::optional<Timestamp> now;
  bool json = false;
};

constexpr const char* kFooter = R"(
  selfcheck verify --list list --pin list.pin.json
  selfcheck verify --list list --key publisher.pub

Checks the signature, the manifest, every bucket's length, proof and coding, the Merkle root over all buckets, the limits and
anonymity floors, the canary (recomputed, and in every bucket), older editions (all but their signatures, which are gone), and
what else lies in the directory. Exit code 5 if anything is wrong. What is right but has to be looked at is a "warn": a list that expires within a month, one that was
withdrawn, what a killed build or a file manager has left.)";

AuditTrust trust(const VerifyOptions& options) {
  if (!options.key.empty()) {
    AuditTrust key_only{.key_only = true};
    key_only.pin.keys = {read_public_key("--key", options.key)};
    return key_only;
  }
  if (options.pin.file.empty()) throw Failure(ExitCode::usage, "verify needs --pin FILE or --key KEY");
  return {read_pin(options.pin)};
}

std::string_view status_name(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::warn:
      return "warn";
    case Status::fail:
      return "fail";
    case Status::skip:
      return "skip";
  }
  return "";
}

Json edition_json(const EditionFiles& edition) {
  return {{"file", edition.file}, {"sequence", edition.sequence}, {"root", to_hex(edition.root)}};
}

std::string_view conclusion(const Audit& audit) {
  if (!audit.passed()) return "The list is NOT sound.";
  return audit.manifest()->withdrawn ? "The list is sound, and WITHDRAWN: it gives no verdicts." : "The list is sound.";
}

ExitCode run(const VerifyOptions& options) {
  Audit audit(options.list, trust(options), options.now.value_or(system_time()));
  const auto& findings = audit.run();
  if (options.json) {
    Json checks = Json::array();
    for (const Finding& finding : findings) {
      checks.push_back({{"name", finding.name}, {"status", status_name(finding.status)}, {"detail", finding.detail}});
    }
    Json json{{"ok", audit.passed()}, {"checks", std::move(checks)}};
    if (audit.manifest() != nullptr) {
      json["list"] = list_json(*audit.manifest());
      json["list"]["withdrawn"] = audit.manifest()->withdrawn;
      json["list"]["entries"] = audit.manifest()->entries;
      json["edition"] = edition_json(audit.edition());
      json["older_editions"] = Json::array();
      for (const EditionFiles& edition : audit.older_editions()) {
        json["older_editions"].push_back(edition_json(edition));
      }
    }
    print_json(json);
  } else {
    for (const Finding& finding : findings) {
      fmt::print("{}  {:<18} {}\n", status_name(finding.status), finding.name, finding.detail);
    }
    fmt::print("{}\n", conclusion(audit));
  }
  return audit.passed() ? ExitCode::ok : ExitCode::audit_failed;
}

}  // namespace

Command verify_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("verify", "Audit a whole list");
  const auto options = std::make_shared<VerifyOptions>();
  app->footer(kFooter);
  app->add_option("--list", options->list, "The list's directory")->required()->type_name("DIR");
  CLI::Option* pin = add_pin_options(*app, options->pin);
  app->add_option("--key", options->key, "Instead of a pin: the publisher's public key, or its file")
      ->type_name("KEY")
      ->excludes(pin);
  add_time_option(*app, "--now", options->now, "Take this for the present time: for tests");
  add_json_option(*app, options->json);
  return {app, [options] { return run(*options); }};
}

}  // namespace selfcheck::cli
