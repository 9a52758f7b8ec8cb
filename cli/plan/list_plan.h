// Shows all that `plan` says about a list: what it costs to open, to serve and to build, and what another hash would
// change.
#pragma once

#include <cstdint>

#include "plan/build_cost.h"
#include "plan/enumeration_cost.h"
#include "plan/evaluation_cost.h"
#include "plan/job_size.h"
#include "plan/layout_figures.h"
#include "selfcheck/identifier.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {

struct ListPlan {
  Kind kind = Kind::mobile;
  std::uint64_t entries = 0;
  std::uint64_t rows = 0;     // rows of the input that hold a number, duplicates included
  Argon2Params argon2;        // of a static list
  Argon2Params keyed_argon2;  // of a keyed list
  Evaluators evaluators;      // of a keyed list
  Layout layout{};
  bool keep_hashes = false;
  double dollars_per_gpu_hour = kDollarsPerGpuHour;
  double dollars_per_core_hour = kDollarsPerCoreHour;
  Machines machines;
  /// Hashes a second that one core makes with `argon2`.
  double hashes_a_core_second = 0;
  bool measured = false;  // whether that was measured on this machine; if not, it is usual_hashes_a_core_second
};

/// Writes the plan for people to standard output, within 100 columns. The first line is the cheapest attacker's price.
/// What a key changes follows, side by side; the rest is about the static list.
void print(const ListPlan& plan);
/// Returns the plan as JSON. docs/CLI.md describes names and units under "plan".
Json to_json(const ListPlan& plan);

}  // namespace selfcheck::cli
