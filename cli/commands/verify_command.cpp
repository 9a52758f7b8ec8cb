// The command `selfcheck verify`: its options and the audit's report.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/clock.h"
#include "base/failure.h"
#include "check/audit.h"
#include "check/audit_evaluators.h"
#include "check/downloaded_list.h"
#include "check/verdict_text.h"
#include "check/web_source.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "sign/key_words.h"

namespace selfcheck::cli {
namespace {

struct VerifyOptions {
  std::string list;  // a directory, or an address
  PinOptions pin;
  std::string key;  // a public key, or the name of a file with one
  std::optional<Timestamp> now;
  bool ask = false;
  bool json = false;
};

constexpr const char* kFooter = R"(
  selfcheck verify --list list --pin list.pin.json
  selfcheck verify --list list --key publisher.pub
  selfcheck verify --list https://lists.example/leak/ --pin list.pin.json
  selfcheck verify --list list --pin list.pin.json --ask

Checks the signature, the manifest, every bucket's length, proof and coding, the Merkle root over all buckets, the limits and
anonymity floors, the canary (recomputed, and in every bucket), older editions (all but their signatures, which are gone), and
what else lies in the directory. Exit code 5 if anything is wrong. What is right but has to be looked at is a "warn": a list that expires within a month, one that was
withdrawn, what a killed build or a file manager has left.

The key that has signed is also shown as words and as a fingerprint, as the publisher prints them (docs/PUBLISHING.md).

A list on the web is downloaded whole into a temporary directory; what only the publisher's own directory can tell is a
"skip". Of a keyed list, the key, the canary's evaluation and who is pinned are checked, too; --ask asks every pinned
evaluator about the canary: good is a "pass", busy or unreachable a "warn", wrong or without the list's share a "fail", and
so is it if too few of them answer for a reader's check. Before a keyed list is published, all of them should be good.)";

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

Json key_json(const minisign::PublicKey& key) {
  return {{"public_key", minisign::format_public_key(key)},
          {"fingerprint", key_fingerprint(key)},
          {"words", key_words(key)}};
}

// Returns what readers are told about the list, by language.
Json texts_json(const Manifest& manifest) {
  Json json = Json::object();
  for (const ListTexts& texts : manifest.texts) {
    json[texts.language] = {
        {"title", texts.title}, {"publisher", texts.publisher}, {"about", texts.about}, {"link", texts.link}};
  }
  return json;
}

std::string_view conclusion(const Audit& audit, bool passed) {
  if (!audit.passed()) return "The list is NOT sound.";
  if (!passed) return "The list is sound, and its evaluators are NOT.";
  return audit.manifest()->withdrawn ? "The list is sound, and WITHDRAWN: it gives no verdicts." : "The list is sound.";
}

// Fetches the files of a list on the web. Throws a Failure if they can't be had.
void download(const VerifyOptions& options, const Pin& pin, DownloadedList& list) {
  WebSource source(options.list);
  if (const auto problem = list.fetch(source, pin)) {
    throw Failure(ExitCode::system, problem->message, problem->advice);
  }
}

bool passed_check(const std::vector<Finding>& findings, std::string_view name) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.name == name && (finding.status == Status::pass || finding.status == Status::warn);
  });
}

// Returns what --ask adds to an audit's findings.
std::vector<Finding> asked_findings(const Audit& audit, const std::vector<Finding>& findings, const Pin& pin) {
  const std::string name = "evaluators_together";
  if (audit.manifest() == nullptr) return {{name, Status::skip, "needs what failed above"}};
  if (!audit.manifest()->is_keyed()) return {{name, Status::skip, "the list has no key: there is nobody to ask"}};
  if (!passed_check(findings, "evaluation") || !passed_check(findings, "evaluators")) {
    return {{name, Status::skip, "needs what failed above"}};
  }
  return audit_evaluators(*audit.manifest(), pin);
}

ExitCode run(const VerifyOptions& options) {
  const AuditTrust trusted = trust(options);
  std::optional<DownloadedList> downloaded;
  if (is_web_address(options.list)) download(options, trusted.pin, downloaded.emplace());
  Audit audit(downloaded ? downloaded->directory() : fs::path(options.list), trusted,
              options.now.value_or(system_time()), downloaded ? AuditScope::downloaded : AuditScope::directory);
  std::vector<Finding> findings = audit.run();
  if (options.ask) {
    for (Finding& finding : asked_findings(audit, findings, trusted.pin)) findings.push_back(std::move(finding));
  }
  const bool passed = std::none_of(findings.begin(), findings.end(),
                                   [](const Finding& finding) { return finding.status == Status::fail; });
  if (options.json) {
    Json checks = Json::array();
    for (const Finding& finding : findings) {
      checks.push_back({{"name", finding.name}, {"status", status_name(finding.status)}, {"detail", finding.detail}});
    }
    Json json{{"ok", passed}, {"checks", std::move(checks)}};
    if (audit.signer()) json["key"] = key_json(*audit.signer());
    if (audit.manifest() != nullptr) {
      json["list"] = list_json(*audit.manifest());
      json["list"]["withdrawn"] = audit.manifest()->withdrawn;
      json["list"]["entries"] = audit.manifest()->entries;
      json["list"]["texts"] = texts_json(*audit.manifest());
      json["edition"] = edition_json(audit.edition());
      json["older_editions"] = Json::array();
      for (const EditionFiles& edition : audit.older_editions()) {
        json["older_editions"].push_back(edition_json(edition));
      }
    }
    print_json(json);
  } else {
    for (const Finding& finding : findings) {
      fmt::print("{}  {:<19} {}\n", status_name(finding.status), finding.name, finding.detail);
    }
    if (audit.signer()) {
      fmt::print("key words:   {}\nfingerprint: {}\n", key_words(*audit.signer()), key_fingerprint(*audit.signer()));
    }
    fmt::print("{}\n", conclusion(audit, passed));
  }
  return passed ? ExitCode::ok : ExitCode::audit_failed;
}

}  // namespace

Command verify_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("verify", "Audit a whole list");
  const auto options = std::make_shared<VerifyOptions>();
  app->footer(kFooter);
  app->add_option("--list", options->list, "The list's directory, or its address")->required()->type_name("DIR|URL");
  CLI::Option* pin = add_pin_options(*app, options->pin);
  app->add_option("--key", options->key, "Instead of a pin: the publisher's public key, or its file")
      ->type_name("KEY")
      ->excludes(pin);
  app->add_flag("--ask", options->ask, "Ask a keyed list's evaluators, too")->needs(pin);
  add_time_option(*app, "--now", options->now, "Take this for the present time: for tests");
  add_json_option(*app, options->json);
  return {app, [options] { return run(*options); }};
}

}  // namespace selfcheck::cli
