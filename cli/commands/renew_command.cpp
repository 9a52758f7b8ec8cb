// The command `selfcheck renew`: its options and its summary. The work is done in edition/renew.cpp.

#include <fmt/format.h>

#include <cstdio>

#include "base/clock.h"
#include "base/wording.h"
#include "commands/commands.h"
#include "commands/edition_options.h"
#include "edition/list_key.h"
#include "edition/renew.h"
#include "selfcheck/list_files.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
  selfcheck renew --list list --secret-key my.key
  selfcheck renew --list list --secret-key my.key --valid-until 2027-12-31T00:00:00Z --about "Corrected: ..."
  selfcheck renew --list list --secret-key new.key --previous-key old.pub --pin-out pins.json

Signs the list's present edition once more, as its next one: the same entries, buckets and salts, with another number,
other dates, and what else is given of texts and key. It needs no number and takes no hash. Before it signs, it verifies
the present edition and every bucket of it; what is damaged is not signed again. Readers get the old edition until the
last step, whatever happens, and older editions stay for readers who are in the middle of a check.

A keyed list is valid no longer than the shares of its key: --share, with the key's share-0.key, tells how long that is,
without its password. When fewer shares than are needed are lost or have leaked, "selfcheck deal --again" splits the same
key anew, and --evaluation reissues the list with it: new shares, and all else as it is.

  selfcheck renew --list list --secret-key my.key --evaluation new/evaluation.json --share new/share-0.key

What can't change without the numbers is left to "selfcheck build": the numbers themselves, kind, slow hash, buckets and
salts. "selfcheck withdraw" takes a list back; --reinstate ends that, if the list has the entries of the last edition that
gave verdicts.)";

// Refuses what needs the numbers, so that whoever tries it is told why, and not only that there is no such option.
void add_what_needs_numbers(CLI::App& app) {
  for (const char* name :
       {"--kind", "--mem", "--ops", "--bits", "--p", "--k", "--group-salt", "--nonce", "--seed", "--list-id"}) {
    const auto refuse = [name](const std::string& /*value*/) {
      throw CLI::ValidationError(name,
                                 "it can't be changed without the numbers: selfcheck build makes such an edition");
    };
    app.add_option_function<std::string>(name, refuse)->group("");
  }
  const auto refuse_test = [](std::int64_t /*count*/) {
    throw CLI::ValidationError("--test", "a list stays what it is: selfcheck build --change-test makes another of it");
  };
  app.add_flag_function("--test", refuse_test)->group("");
  const auto refuse_withdrawn = [](std::int64_t /*count*/) {
    throw CLI::ValidationError("--withdrawn", "selfcheck withdraw takes a list back");
  };
  app.add_flag_function("--withdrawn", refuse_withdrawn)->group("");
}

void print_summary(const SuccessorReport& report) {
  const Manifest& manifest = report.manifest;
  fmt::print("{} {} of \"{}\" in {}: edition {}, renewed\n", manifest.test ? "TEST LIST, edition" : "Edition",
             manifest.sequence, manifest.texts_for("en").title, report.list.native(), report.succeeds);
  fmt::print("  entries           {}, in the same {}, which {} whole\n", grouped(manifest.entries),
             counted(manifest.bucket_count(), "bucket", "buckets"), manifest.bucket_count() == 1 ? "is" : "are");
  fmt::print("  valid             {} to {}\n", date(manifest.published), date(manifest.valid_until));
  if (manifest.is_keyed()) fmt::print("  asked for checks  {}\n", described(*manifest.evaluation));
  print_signed(report);
  fmt::print("\nNext: upload {}, and {} last; the buckets are as they were.\n", report.manifest_file, kPointerFile);
}

}  // namespace

Command renew_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("renew", "Sign a list's present edition again: new dates, texts or key");
  const auto options = std::make_shared<RenewOptions>();
  const auto json = std::make_shared<bool>(false);
  app->footer(kFooter);
  add_successor_options(*app, options->edition, *json);
  add_validity_options(*app, options->valid_days, options->valid_until);
  add_reinstate_option(*app, options->reinstate);
  app->add_option("--evaluation", options->evaluation, "Reissue a keyed list: its key, split anew by selfcheck deal")
      ->type_name("FILE");
  add_share_option(*app, options->share);
  add_evaluator_option(*app, options->edition.pin.evaluators);
  add_what_needs_numbers(*app);
  return {app, [options, json] {
            const SuccessorReport report = renew_list(*options, system_time());
            if (*json) {
              print_json(to_json(report));
            } else {
              print_summary(report);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
