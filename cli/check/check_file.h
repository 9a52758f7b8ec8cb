// Checks an organisation's file of its own records against a list in a directory or on the web.
#pragma once

#include <chrono>
#include <string>

#include "base/exit_code.h"
#include "files/files.h"
#include "input/input_records.h"
#include "selfcheck/pins.h"
#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

struct CheckFileOptions {
  std::string list;  // a directory, or an address (https.h), from which the whole list is fetched first
  Pin pin;
  InputOptions input;
  Timestamp now = 0;
  unsigned threads = 0;
  std::chrono::seconds max_wait{3600};  // for all waits for the evaluators about one number (evaluator_pace.h)
  bool json = false;
};

/// Prints one verdict a record in the file's order, as they come, and hashes each distinct number once. The verdicts
/// are tab-separated lines, or JSON Lines whose last one has `summary`. Returns the code of a verdict on the whole only
/// if all of it was printed: 12 if any could not be told, else 10 if any was found, else 11. Otherwise it throws a
/// Failure, also if standard output takes no more; what was printed before stands.
ExitCode check_file(const CheckFileOptions& options);

}  // namespace selfcheck::cli
