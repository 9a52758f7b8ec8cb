// The command `selfcheck normalize`: it reads numbers as people write them, and writes canonical forms.

#include <fmt/format.h>

#include <cstdio>

#include "commands/commands.h"
#include "commands/options.h"
#include "input/intake.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

struct NormalizeOptions {
  Kind kind = Kind::mobile;
  InputOptions input;
  RejectOptions rejects;
  bool json = false;
};

constexpr const char* kFooter = R"(
Spaces and hyphens between digits, +91, 0091, 91 and 0 before mobile numbers, and the digits of Indian scripts are
understood. What could be a sign, a decimal or another number is rejected, never guessed. Files may be compressed (gzip,
zstd, xz, bzip2, zip or tar of one file), in UTF-8 or UTF-16; what is between columns is found. Where
a file has columns, and none is chosen, they are listed with how many numbers each holds.

  selfcheck normalize --kind mobile numbers.txt > canonical.txt
  selfcheck normalize --kind aadhaar --column 3 --header --rejects bad.csv people.csv | wc -l
  selfcheck normalize --kind mobile --field person.phone --repair 2024.jsonl.gz 2025.jsonl.gz

With --json every record gives one JSON object (JSON Lines): the number of its "file",
which "record" it is there, the "line" where it begins, and "canonical" or "error". The last one has "summary".)";

ExitCode run(const NormalizeOptions& options) {
  const auto take = [&](Place place, const CanonicalForm& form) {
    const std::string_view canonical = as_text(form.bytes());
    if (options.json) {
      Json json = to_json(place);
      json["canonical"] = canonical;
      fmt::print("{}", json_text(json, false));
    } else {
      fmt::print("{}\n", canonical);
    }
  };
  const auto take_reject = [&](Place place, const RejectReason& reason) {
    if (!options.json) return;
    Json json = to_json(place);
    json["error"] = reason.name();
    fmt::print("{}", json_text(json, false));
  };
  const auto counts = read_identifiers(options.kind, options.input, options.rejects, take, take_reject);
  if (options.json) fmt::print("{}", json_text({{"summary", to_json(counts)}}, false));
  report_rejects(counts);
  fail_on_rejects(counts, options.rejects);
  return ExitCode::ok;
}

}  // namespace

Command normalize_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("normalize", "Write numbers in canonical form, and count what is none");
  const auto options = std::make_shared<NormalizeOptions>();
  app->footer(kFooter);
  add_kind_option(*app, options->kind);
  add_input_options(*app, options->input, "Numbers");
  add_reject_options(*app, options->rejects);
  add_json_option(*app, options->json);
  return {app, [options] { return run(*options); }};
}

}  // namespace selfcheck::cli
