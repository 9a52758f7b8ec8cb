// The options of a build's stages. `build` has them all; `job prepare` and `job assemble` have their own.
#pragma once

#include "commands/options.h"
#include "job/assemble.h"
#include "job/prepare.h"

namespace selfcheck::cli {

/// Adds the options for the kind, the input, rejects, what the list is, and what is kept of the hashes.
void add_prepare_options(CLI::App& command, PrepareOptions& options);
/// Adds the options for the key, the list's directory, how it follows the edition that is there, and the pin.
void add_assemble_options(CLI::App& command, AssembleOptions& options);

/// These functions print rows of a summary to standard output, and those whose names begin with `add_` add members to
/// its JSON document.
void print_title(const AssembleReport& report);
void print_prepared(const JobPlan& plan);
void print_edition(const AssembleReport& report);
/// Says that the job is still there, and what that means.
void print_kept_job(const fs::path& job);
/// Says what to do with a list that has just been made.
void print_next_steps(const AssembleReport& report);
void add_prepared(Json& json, const JobPlan& plan);
void add_edition(Json& json, const AssembleReport& report);

}  // namespace selfcheck::cli
