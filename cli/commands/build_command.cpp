// The command `selfcheck build`: its options and its summary. The work is done in job/build.cpp.

#include <fmt/format.h>

#include <memory>

#include "base/wording.h"
#include "commands/build_options.h"
#include "commands/commands.h"
#include "job/build.h"
#include "list/texts_file.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kFooter = R"(
Run "selfcheck plan" first: it tells what it costs to open the list.

  selfcheck build --kind mobile --secret-key my.key --out list \
      --title "Numbers in the X leak" --publisher "The Daily Y" numbers.txt
  selfcheck build --kind aadhaar --secret-key my.key --out list --texts texts.json \
      --column 3 --header --rejects bad.csv people.csv

A keyed list, which a copy of it can't open, takes the key that "selfcheck deal" has made, and says where its evaluators
answer, in the order of their shares. Its hash costs 32 MiB and 2 passes, unless --mem or --ops say otherwise, and it is
valid no longer than the shares.

  selfcheck build --kind mobile --secret-key my.key --out list --evaluation key/evaluation.json \
      --share key/share-0.key --evaluator https://a.example/ --evaluator https://b.example/ \
      --evaluator https://c.example/ --title "Numbers in the X leak" --publisher "The Daily Y" numbers.txt

If DIR holds a list, a new edition is added: same list id, next sequence, and the same texts unless others are given. What
it changes is shown; what may be a slip has to be meant: --allow-shrink, --change-test, --allow-cheaper, --static, --reinstate.
Readers get the old edition until the last step, whatever happens. Old editions stay for readers who are in the
middle of a check; --prune removes them.

The pin (DIR.pin.json) is what a site needs to trust the list. Publish it on the site's own origin, never beside
the list. With the same input, --seed, --nonce, --group-salt, --list-id and --published the list is the same, byte
for byte, but for the proof of a keyed list's canary, which is random.)";

void print_summary(const BuildReport& report) {
  print_title(report.edition);
  print_prepared(report.plan);
  print_edition(report.edition);
  if (!report.kept_job.empty()) print_kept_job(report.kept_job);
  fmt::print("  took              {}\n", duration(report.seconds));
  print_next_steps(report.edition);
}

Json summary_json(const BuildReport& report) {
  Json json;
  add_prepared(json, report.plan);
  add_edition(json, report.edition);
  json.update({{"resumed", report.resumed},
               {"job", report.kept_job.empty() ? Json() : Json(report.kept_job.native())},
               {"seconds", report.seconds}});
  return json;
}

}  // namespace

Command build_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("build", "Turn files of numbers into a signed list");
  const auto options = std::make_shared<BuildOptions>();
  const auto json = std::make_shared<bool>(false);
  app->footer(fmt::format("{}\n\nA file for --texts; about and link may be empty:\n{}", kFooter, kTextsExample));
  add_assemble_options(*app, options->assemble);
  add_prepare_options(*app, options->prepare);
  add_threads_option(*app, options->threads);
  app->add_option("--job", options->job,
                  "Where the work is kept until it is done; it stays there then (default: DIR.job, which is wiped)")
      ->type_name("DIR");
  add_json_option(*app, *json);
  return {app, [options, json] {
            options->assemble.threads = options->threads;
            const BuildReport report = build_list(*options, system_time);
            if (*json) {
              print_json(summary_json(report));
            } else {
              print_summary(report);
            }
            return ExitCode::ok;
          }};
}

}  // namespace selfcheck::cli
