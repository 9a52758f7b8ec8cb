// All that `plan` says of a list: what it costs to open, to serve, to build, and what another hash would change.
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
  std::uint64_t rows = 0;     // of the input, that hold a number: duplicates included
  Argon2Params argon2;        // of a static list
  Argon2Params keyed_argon2;  // of a keyed one
  Evaluators evaluators;      // of a keyed one
  Layout layout{};
  bool keep_hashes = false;
  double dollars_per_gpu_hour = kDollarsPerGpuHour;
  double dollars_per_core_hour = kDollarsPerCoreHour;
  Machines machines;
  /// Of one core, at `argon2`.
  double hashes_a_core_second = 0;
  bool measured = false;  // on this machine; else usual_hashes_a_core_second
};

/// For people, on standard output: within 100 columns. The cheapest attacker's price is the first line; then what a key
/// changes, side by side; the rest is of the static list.
void print(const ListPlan& plan);
/// Names and units: cli/README.md, "plan".
Json to_json(const ListPlan& plan);

}  // namespace selfcheck::cli
