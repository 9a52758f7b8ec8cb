// The command `selfcheck withdraw`: its options, and what a withdrawal means. The work is done in edition/withdraw.cpp.

#include <fmt/format.h>

#include <cstdio>

#include "base/clock.h"
#include "base/wording.h"
#include "commands/commands.h"
#include "commands/edition_options.h"
#include "edition/withdraw.h"
#include "selfcheck/list_files.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
  selfcheck withdraw --list list --secret-key my.key
  selfcheck withdraw --list list --secret-key my.key --about "Withdrawn: the file held numbers that were made up."

Takes a list back, with an edition that says so and is valid for as long as may be: every check of the list ends in
"could not tell". It needs no number, and asks nothing. It works on a list that has expired, was withdrawn before, or
has lost buckets. "selfcheck renew --reinstate" ends a withdrawal, if the list has the entries of the last edition that
gave verdicts.)";

void print_summary(const SuccessorReport& report) {
  const Manifest& manifest = report.manifest;
  fmt::print("{} {} of \"{}\" in {}: WITHDRAWN\n", manifest.test ? "TEST LIST, edition" : "Edition", manifest.sequence,
             manifest.texts_for("en").title, report.list.native());
  fmt::print("  date              {}\n", date(manifest.published));
  print_signed(report);
  fmt::print(
      "\nWhat it means:\n"
      "  Once it is uploaded, every check ends in \"could not tell\", and says that the publisher has withdrawn the "
      "list.\n");
  if (report.answers_until != 0) {
    fmt::print("  A device that is offline does not hear of it, and answers from the edition that it has until {}.\n",
               date(report.answers_until));
  }
  fmt::print(
      "  The buckets stay, since the signed manifest names them. Whoever has a copy of them can still try numbers.\n"
      "  selfcheck renew --reinstate makes the list give verdicts again, if it has the entries of the last edition "
      "that gave some.\n");
  fmt::print("\nNext: upload {}, and {} last.\n", report.manifest_file, kPointerFile);
}

}  // namespace

Command withdraw_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("withdraw", "Take a list back: every check ends in \"could not tell\"");
  const auto options = std::make_shared<SuccessorOptions>();
  const auto json = std::make_shared<bool>(false);
  app->footer(kFooter);
  add_successor_options(*app, *options, *json);
  return {app, [options, json] {
            const SuccessorReport report = withdraw_list(*options, system_time());
            if (*json) {
              print_json(to_json(report));
            } else {
              print_summary(report);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
