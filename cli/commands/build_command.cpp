// `selfcheck build`: options and summary; the work is in build.cpp.

#include <fmt/format.h>

#include <cstdio>

#include "base/redact.h"
#include "base/wording.h"
#include "commands/commands.h"
#include "commands/edition_options.h"
#include "commands/option_checks.h"
#include "commands/options.h"
#include "job/build.h"
#include "list/texts_file.h"
#include "selfcheck/json.h"
#include "selfcheck/list_files.h"
#include "terminal/json_output.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
Run "selfcheck plan" first: it tells what it costs to open the list.

  selfcheck build --kind mobile --secret-key my.key --out list \
      --title "Numbers in the X leak" --publisher "The Daily Y" numbers.txt
  selfcheck build --kind aadhaar --secret-key my.key --out list --texts texts.json \
      --column 3 --header --rejects bad.csv people.csv

If DIR holds a list, a new edition is added: same list id, next sequence, and the same texts unless others are given. What
it changes is shown; what may be a slip has to be meant: --allow-shrink, --change-test, --allow-cheaper, --reinstate.
Readers get the old edition until the last step, whatever happens. Old editions stay for readers who are in the
middle of a check; --prune removes them.

The pin (DIR.pin.json) is what a site needs to trust the list. Publish it on the site's own origin, never beside
the list. With the same input, --seed, --nonce, --group-salt, --list-id and --published the list is the same, byte
for byte.)";

void print_summary(const BuildReport& report) {
  const Manifest& manifest = report.manifest;
  fmt::print("{} {} of \"{}\" in {}\n", manifest.test ? "TEST LIST, edition" : "Edition", manifest.sequence,
             manifest.texts_for("en").title, report.out.native());
  print(report.figures);
  if (report.figures.layout.bits < report.bits_wanted) {
    fmt::print(
        "  fewer buckets     {} bits instead of {}, so that every bucket holds {} entries and enough people share it\n",
        report.figures.layout.bits, report.bits_wanted, manifest.k);
  }
  fmt::print("  duplicates        {}\n", grouped(report.duplicates));
  if (report.counts.empty != 0) fmt::print("  empty records     {}\n", grouped(report.counts.empty));
  fmt::print("  rejected records  {}\n", grouped(report.counts.rejected));
  fmt::print("  checked           {} hashed again and found, every file read back\n",
             counted(report.hashed_again, "entry", "entries"));
  fmt::print("  valid             {} to {}{}\n", date(manifest.published), date(manifest.valid_until),
             manifest.withdrawn ? ", WITHDRAWN" : "");
  fmt::print("  signed by         {}\n", minisign::format_public_key(report.public_key));
  fmt::print("  pin               {}\n", report.pin_file.native());
  if (report.unpublished_removed != 0) {
    fmt::print("  unpublished       {} removed, which killed builds had left\n",
               counted(report.unpublished_removed, "edition", "editions"));
  }
  if (report.editions_removed != 0) fmt::print("  old editions      {} removed\n", report.editions_removed);
  fmt::print("  took              {}\n", duration(report.seconds));
  fmt::print(
      "\nNext: selfcheck verify --list {0} --pin {1}\n"
      "      then upload the directory, {2} last, and put the pin on your own site.\n",
      report.out.native(), report.pin_file.native(), kPointerFile);
}

Json summary_json(const BuildReport& report) {
  const Manifest& manifest = report.manifest;
  Json json = to_json(report.figures);
  json.update({{"bits_wanted", report.bits_wanted},
               {"duplicates", report.duplicates},
               {"hashed_again", report.hashed_again},
               {"input", to_json(report.counts)},
               {"list", report.out.native()},
               {"list_id", to_hex(manifest.list_id)},
               {"kind", kind_traits(manifest.kind).name},
               {"test", manifest.test},
               {"withdrawn", manifest.withdrawn},
               {"sequence", manifest.sequence},
               {"published", format_timestamp(manifest.published)},
               {"valid_until", format_timestamp(manifest.valid_until)},
               {"manifest", report.manifest_file},
               {"public_key", minisign::format_public_key(report.public_key)},
               {"pin", report.pin_file.native()},
               {"changes", to_json(report.changes)},
               {"editions_removed", report.editions_removed},
               {"unpublished_removed", report.unpublished_removed},
               {"seconds", report.seconds}});
  return json;
}

void add_edition_options(CLI::App& app, BuildOptions& options) {
  ListTexts& english = options.english;
  add_text_options(app, options.texts, english.title, english.publisher, english.about, english.link);
  app.add_flag("--test", options.test, "Mark as a test list: weak parameters allowed, every surface says so");
  app.add_flag("--withdrawn", options.withdrawn, "Mark as withdrawn: every check ends in \"could not tell\"");
  add_sequence_option(app, options.sequence);
  add_hex_option(app, "--list-id", options.list_id, "The list's id, 16 bytes (default: the present one, or random)");
  add_published_option(app, options.published);
  add_validity_options(app, options.valid_days, options.valid_until);
}

void add_succession_options(CLI::App& app, BuildOptions& options) {
  ChangesMeant& meant = options.changes_meant;
  app.add_flag("--allow-shrink", meant.shrink, "The edition may have fewer than nine tenths of the present entries");
  app.add_flag("--change-test", meant.test, "A test list becomes a real one, or the other way round");
  app.add_flag("--allow-cheaper", meant.cheaper, "The slow hash may be cheaper than the present edition's");
  add_reinstate_option(app, meant.reinstate);
  app.add_flag("--new-list", options.pin.new_list,
               "Start another list in a directory that has lost its current.minisig, or in place of the pin's");
  add_previous_key_option(app, options.previous_keys);
}

void add_format_options(CLI::App& app, BuildOptions& options) {
  add_argon2_options(app, options.argon2);
  app.add_option("--bits", options.layout.bits, "At most 2^N buckets (default: as many as give 32 KiB each, N <= 14)")
      ->type_name("N")
      ->check(whole_number(0, kMaxBits));
  app.add_option("--p", options.layout.p, "Bits of each entry that are compared (default: 1% coincidences at most)")
      ->type_name("N")
      ->check(whole_number(kMinP, kMaxP));
  app.add_option("--k", options.layout.k, "Fewest entries in a bucket, unless there is one only (default 100)")
      ->type_name("N")
      ->check(whole_number(1, json::kMaxInteger >> kMaxBits));
  add_hex_option(app, "--group-salt", options.group_salt, "Share a salt with other lists, 16 bytes (default: random)");
  add_hex_option(app, "--nonce", options.nonce, "The edition's nonce, 16 bytes (default: random)");
  app.add_option("--seed", options.seed, "Secret seed of the dummies; made if missing (default: random, not kept)")
      ->type_name("FILE");
}

}  // namespace

Command build_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("build", "Turn a file of numbers into a signed list");
  const auto options = std::make_shared<BuildOptions>();
  const auto json = std::make_shared<bool>(false);
  app->footer(fmt::format("{}\n\nA file for --texts; about and link may be empty:\n{}", kFooter, kTextsExample));
  add_kind_option(*app, options->kind);
  add_secret_key_option(*app, options->secret_key);
  add_password_option(*app, options->password);
  app->add_option("--out", options->out, "The list's directory")->required()->type_name("DIR");
  add_input_options(*app, options->input, "Numbers")->required();
  add_reject_options(*app, options->rejects);
  add_edition_options(*app, *options);
  add_succession_options(*app, *options);
  add_format_options(*app, *options);
  add_threads_option(*app, options->threads);
  app->add_flag("--prune", options->prune, "Remove older editions once the new one is published");
  add_pin_place_options(*app, options->pin);
  add_json_option(*app, *json);
  return {app, [options, json] {
            const BuildReport report = build_list(*options);
            if (*json) {
              print_json(summary_json(report));
            } else {
              print_summary(report);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
