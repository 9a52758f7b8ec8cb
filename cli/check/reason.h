// Says why there is no verdict.
#pragma once

#include <string>

#include "selfcheck/error.h"

namespace selfcheck::cli {

/// The code is the name of a core error, or one of those for a file that can't be had: `file_missing`,
/// `file_too_large`, `file_unreadable` (in a directory), `network_failed`, `server_error`, `not_the_file` (on the web).
struct Reason {
  std::string code;
  std::string message;
  std::string advice;  // may be empty
};

Reason reason_from(const Error& error);

}  // namespace selfcheck::cli
