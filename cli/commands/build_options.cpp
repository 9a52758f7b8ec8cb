#include "commands/build_options.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/redact.h"
#include "base/wording.h"
#include "commands/edition_options.h"
#include "commands/option_checks.h"
#include "edition/list_key.h"
#include "plan/hash_choices.h"
#include "plan/layout_figures.h"
#include "selfcheck/json.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {
namespace {

LayoutFigures figures(const JobPlan& plan) {
  const Manifest& manifest = plan.manifest;
  Layout layout;
  layout.bits = manifest.bits;
  layout.values = manifest.values;
  return {manifest.kind, manifest.entries, layout};
}

void add_edition_options(CLI::App& app, ListOptions& options) {
  ListTexts& english = options.english;
  add_text_options(app, options.texts, english.title, english.publisher, english.about, english.link);
  app.add_flag("--test", options.test, "Mark as a test list: weak parameters allowed, every surface says so");
  app.add_flag("--withdrawn", options.withdrawn, "Mark as withdrawn: every check ends in \"could not tell\"");
  add_sequence_option(app, options.sequence);
  add_hex_option(app, "--list-id", options.list_id, "The list's id, 16 bytes (default: the present one, or random)");
  add_published_option(app, options.published);
  add_validity_options(app, options.valid_days, options.valid_until);
}

void add_succession_options(CLI::App& app, AssembleOptions& options) {
  ChangesMeant& meant = options.changes_meant;
  app.add_flag("--allow-shrink", meant.shrink, "The edition may have fewer than nine tenths of the entries before it");
  app.add_flag("--change-test", meant.test, "A test list becomes a real one, or the other way round");
  app.add_flag("--static", meant.unkeyed, "A keyed list becomes a static one, which any copy of it opens");
  app.add_flag("--allow-cheaper", meant.cheaper, "The slow hash may be cheaper than the present edition's");
  add_reinstate_option(app, meant.reinstate);
  app.add_flag("--new-list", options.pin.new_list,
               "Start another list in a directory that has lost its current.minisig, or in place of the pin's");
  add_previous_key_option(app, options.previous_keys);
}

void add_format_options(CLI::App& app, ListOptions& options) {
  app.add_option("--evaluation", options.evaluation,
                 "Make a keyed list, with the key that selfcheck deal has written this evaluation.json of")
      ->type_name("FILE");
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
  app.add_option("--seed", options.seed,
                 "Secret seed of the dummies; made if missing (default: random, kept in the job)")
      ->type_name("FILE");
}

}  // namespace

void add_prepare_options(CLI::App& command, PrepareOptions& options) {
  // This runs once all options are read, since the defaults depend on --evaluation.
  command.parse_complete_callback([&command, &options] {
    if (options.list.evaluation.empty()) return;
    if (command.count("--mem") == 0) options.list.argon2.mem_kib = kKeyedArgon2.mem_kib;
    if (command.count("--ops") == 0) options.list.argon2.ops = kKeyedArgon2.ops;
  });
  add_kind_option(command, options.kind);
  add_input_options(command, options.input, "Numbers")->required();
  add_reject_options(command, options.rejects);
  add_edition_options(command, options.list);
  add_format_options(command, options.list);
  command
      .add_option("--base", options.base,
                  "An earlier job, run with --keep-hashes: only numbers that it did not have are hashed")
      ->type_name("DIR");
  command.add_flag("--keep-hashes", options.keep_hashes,
                   "Keep the slow hashes in the job, for --base; as sensitive as the numbers");
}

void add_assemble_options(CLI::App& command, AssembleOptions& options) {
  add_secret_key_option(command, options.secret_key);
  add_password_option(command, options.password);
  command.add_option("--out", options.out, "The list's directory")->required()->type_name("DIR");
  add_succession_options(command, options);
  command.add_flag("--prune", options.prune, "Remove older editions once the new one is published");
  add_share_option(command, options.list_key.share);
  command
      .add_option("--share-password-file", options.list_key.password.file,
                  "Take that file's password from this file's first line; - for standard input's")
      ->type_name("FILE");
  add_pin_place_options(command, options.pin);
  add_evaluator_option(command, options.pin.evaluators);
}

void print_prepared(const JobPlan& plan) {
  print(figures(plan));
  const Manifest& manifest = plan.manifest;
  if (manifest.bits < plan.bits_wanted) {
    fmt::print(
        "  fewer buckets     {} bits instead of {}, so that every bucket holds {} entries and enough people share it\n",
        manifest.bits, plan.bits_wanted, manifest.k);
  }
  fmt::print("  duplicates        {}\n", grouped(plan.duplicates));
  if (plan.counts.empty != 0) fmt::print("  empty records     {}\n", grouped(plan.counts.empty));
  fmt::print("  rejected records  {}\n", grouped(plan.counts.rejected));
  if (plan.has_base) {
    fmt::print("  known from base   {}, and {} that it had are gone\n", counted(plan.known, "number", "numbers"),
               grouped(plan.gone));
  }
}

void print_edition(const AssembleReport& report) {
  const Manifest& manifest = report.manifest;
  if (report.hashed_again != 0) {  // none was, if the edition had been published before
    fmt::print("  checked           {} hashed again and found, every file read back\n",
               counted(report.hashed_again, "entry", "entries"));
  }
  fmt::print("  valid             {} to {}{}\n", date(manifest.published), date(manifest.valid_until),
             manifest.withdrawn ? ", WITHDRAWN" : "");
  if (manifest.is_keyed()) fmt::print("  asked for checks  {}\n", described(*manifest.evaluation));
  fmt::print("  signed by         {}\n", minisign::format_public_key(report.public_key));
  fmt::print("  pin               {}\n", report.pin_file.native());
  if (report.unpublished_removed != 0) {
    fmt::print("  unpublished       {} removed, which killed builds had left\n",
               counted(report.unpublished_removed, "edition", "editions"));
  }
  if (report.editions_removed != 0) fmt::print("  old editions      {} removed\n", report.editions_removed);
}

void print_kept_job(const fs::path& job) {
  fmt::print("  job               {}, as sensitive as the numbers; selfcheck job wipe removes it\n", job.native());
}

void print_next_steps(const AssembleReport& report) {
  fmt::print(
      "\nNext: selfcheck verify {3}--list {0} --pin {1}\n"
      "      then upload the directory, {2} last, and put the pin on your own site.\n",
      report.out.native(), report.pin_file.native(), kPointerFile, report.manifest.is_keyed() ? "--ask " : "");
}

void print_title(const AssembleReport& report) {
  const Manifest& manifest = report.manifest;
  fmt::print("{} {} of \"{}\" in {}\n", manifest.test ? "TEST LIST, edition" : "Edition", manifest.sequence,
             manifest.texts_for("en").title, report.out.native());
}

void add_prepared(Json& json, const JobPlan& plan) {
  json.update(to_json(figures(plan)));
  json.update({{"bits_wanted", plan.bits_wanted},
               {"duplicates", plan.duplicates},
               {"known", plan.known},
               {"gone", plan.gone},
               {"input", to_json(plan.counts)},
               {"list_id", to_hex(plan.manifest.list_id)},
               {"kind", kind_traits(plan.manifest.kind).name},
               {"test", plan.manifest.test}});
}

void add_edition(Json& json, const AssembleReport& report) {
  const Manifest& manifest = report.manifest;
  json.update({{"hashed_again", report.hashed_again},
               {"list", report.out.native()},
               {"list_id", to_hex(manifest.list_id)},
               {"kind", kind_traits(manifest.kind).name},
               {"test", manifest.test},
               {"evaluation", evaluation_json(manifest)},
               {"withdrawn", manifest.withdrawn},
               {"sequence", manifest.sequence},
               {"published", format_timestamp(manifest.published)},
               {"valid_until", format_timestamp(manifest.valid_until)},
               {"manifest", report.manifest_file},
               {"public_key", minisign::format_public_key(report.public_key)},
               {"pin", report.pin_file.native()},
               {"changes", to_json(report.changes)},
               {"editions_removed", report.editions_removed},
               {"unpublished_removed", report.unpublished_removed}});
}

}  // namespace selfcheck::cli
