// Writes verdicts as people and programs read them.
#pragma once

#include <string>

#include "base/exit_code.h"
#include "check/list_checker.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {

/// Prints the verdict on one number to standard output. `manifest` is null only where there is no verdict.
void print_verdict(const CheckResult& result, const Manifest* manifest);

/// Prints to standard output what others learned by the check, and nothing if nobody was asked. `host` is the list's,
/// if it is on the web.
void print_disclosed(const Disclosed& disclosed, const std::string& host);

/// Returns `{"verdict": "found", "coincidence": ...}`, `{"verdict": "not_found"}` or `{"verdict": "could_not_tell",
/// "reason": ..., "message": ...}`.
Json to_json(const CheckResult& result);
/// Returns `{"bits": ..., "shared_by": ..., "whole_list": ..., "evaluators": ...}`; `shared_by` is null if no bucket
/// was asked for.
Json to_json(const Disclosed& disclosed);
/// Returns what a verdict must be shown with: the list's title, publisher, edition and dates.
Json list_json(const Manifest& manifest);

ExitCode exit_code(Outcome outcome);

}  // namespace selfcheck::cli
