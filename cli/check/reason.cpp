#include "check/reason.h"

#include "base/messages.h"

namespace selfcheck::cli {

Reason reason_from(const Error& error) {
  return {std::string(error_name(error.code)), describe(error), std::string(advice(error.code))};
}

}  // namespace selfcheck::cli
