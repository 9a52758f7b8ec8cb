#include "base/failure.h"

#include <fmt/format.h>

#include <cstring>

#include "base/messages.h"

namespace selfcheck::cli {

Failure Failure::stopped(int signal) {
  Failure failure(ExitCode::internal, "stopped before the end");
  failure.status_ = 128 + signal;
  return failure;
}

Failure Failure::from(const Error& error) {
  const auto code = error.code == ErrorCode::out_of_memory ? ExitCode::system
                    : error.code == ErrorCode::not_ready   ? ExitCode::internal
                                                           : ExitCode::rejected;
  return {code, describe(error), std::string(advice(error.code))};
}

Failure Failure::from_errno(std::string_view action, int error_number) {
  return {ExitCode::system, fmt::format("can't {}: {}", action, std::strerror(error_number))};
}

}  // namespace selfcheck::cli
