// The command `selfcheck diff`: it shows what edition_diff.cpp finds, to people and to programs.

#include <fmt/format.h>

#include <cstdio>

#include "base/wording.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "edition/edition_diff.h"
#include "terminal/json_output.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

struct DiffOptions {
  fs::path before;
  fs::path after;
  bool json = false;
};

constexpr const char* kFooter = R"(
  selfcheck diff list copy_of_what_is_online
  selfcheck diff list/manifest-<hash>.json list

OLD and NEW are directories of lists, for their present editions, or files of manifests. It tells how they differ in what
everybody can see. No signature is verified: "selfcheck verify" does that. The exit code is 0, whether they differ or
not; --json tells programs.)";

Json edition_json(const FoundEdition& edition) {
  const Manifest& m = edition.manifest;
  return {{"manifest", edition.manifest_file},
          {"list_id", to_hex(m.list_id)},
          {"sequence", m.sequence},
          {"published", format_timestamp(m.published)},
          {"valid_until", format_timestamp(m.valid_until)},
          {"withdrawn", m.withdrawn},
          {"entries", m.entries},
          {"root", to_hex(m.root)},
          {"key", edition.key.empty() ? Json() : Json(edition.key)}};
}

Json diff_json(const FoundEdition& before, const FoundEdition& after, const EditionDiff& diff) {
  Json differences = Json::array();
  for (const EditionDifference& one : diff.differences) {
    differences.push_back({{"name", one.name}, {"from", one.from}, {"to", one.to}, {"meaning", one.meaning}});
  }
  Json json{{"old", edition_json(before)},
            {"new", edition_json(after)},
            {"differences", std::move(differences)},
            {"same_list", diff.same_list},
            {"same_group_salt", diff.same_group_salt},
            {"same_buckets", diff.same_buckets},
            {"comparable", diff.comparable},
            {"compared", nullptr}};
  if (diff.compared) {
    json["compared"] = {{"buckets", diff.compared->buckets},
                        {"buckets_differ", diff.compared->buckets_differ},
                        {"values_only_in_old", diff.compared->values_only_in_old},
                        {"values_only_in_new", diff.compared->values_only_in_new}};
  } else if (diff.comparable) {
    json["not_compared"] = diff.not_compared;
  }
  return json;
}

void warn_if_comparable(const EditionDiff& diff) {
  if (!diff.comparable || diff.same_buckets) return;
  print_warning(
      "both have the same salt and nonce, so that anybody can compare them entry by entry, and tell how many were "
      "added "
      "or removed, and in which buckets");
}

void print_diff(const FoundEdition& before, const FoundEdition& after, const EditionDiff& diff) {
  const auto title = [](const FoundEdition& edition) {
    const Manifest& m = edition.manifest;
    return fmt::format("{} {} of \"{}\"", m.test ? "test list, edition" : "edition", m.sequence,
                       m.texts_for("en").title);
  };
  fmt::print("Old: {}\nNew: {}\n", title(before), title(after));
  for (const EditionDifference& one : diff.differences) {
    fmt::print("\n  {:<14}  {} -> {}\n", one.name, one.from, one.to);
    if (!one.meaning.empty()) fmt::print("      {}\n", one.meaning);
  }
  fmt::print("\n");
  if (before.manifest_file == after.manifest_file) {
    fmt::print("They are the same edition.\n");
  } else if (diff.same_buckets) {
    fmt::print("The entries are the same, byte for byte: nothing is known of them that was not.\n");
  } else if (!diff.comparable) {
    fmt::print("Their values are unrelated: whoever has both can't tell which entries were added or removed.\n");
  } else if (diff.compared) {
    fmt::print("{} of {} differ; {} only in the old edition, {} only in the new, dummies among them.\n",
               grouped(diff.compared->buckets_differ), counted(diff.compared->buckets, "bucket", "buckets"),
               counted(diff.compared->values_only_in_old, "value is", "values are"),
               grouped(diff.compared->values_only_in_new));
  } else {
    fmt::print("Their values were not compared: {}.\n", diff.not_compared);
  }
  if (diff.same_group_salt && !diff.same_buckets) {
    fmt::print("They share a group salt: whoever pays to try all numbers pays once for both.\n");
  }
}

}  // namespace

Command diff_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("diff", "Tell how two editions differ in what is public");
  const auto options = std::make_shared<DiffOptions>();
  app->footer(kFooter);
  app->add_option("old", options->before, "A list's directory, or a manifest")->required()->type_name("OLD");
  app->add_option("new", options->after, "Another")->required()->type_name("NEW");
  add_json_option(*app, options->json);
  return {app, [options] {
            const FoundEdition before = find_edition(options->before), after = find_edition(options->after);
            const EditionDiff diff = diff_editions(before, after);
            warn_if_comparable(diff);
            if (options->json) {
              print_json(diff_json(before, after, diff));
            } else {
              print_diff(before, after, diff);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
