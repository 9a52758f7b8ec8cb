// A machine fault means that this machine contradicted itself: a processor, its memory or its disk gave another result
// than before, or than is known to be right. Nothing that it computed may be published.
#pragma once

#include <string>

#include "base/failure.h"

namespace selfcheck::cli {

inline Failure machine_fault(const std::string& what) {
  return {ExitCode::system, "this machine can't be relied on: " + what,
          "nothing was published; test its memory, processor and disk, or build on another machine"};
}

}  // namespace selfcheck::cli
