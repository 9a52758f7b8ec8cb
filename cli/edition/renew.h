// Signs a list's present edition once more: the same entries, for longer, with other texts or another key.
#pragma once

#include <cstdint>
#include <optional>

#include "edition/successor.h"

namespace selfcheck::cli {

struct RenewOptions {
  SuccessorOptions edition;
  std::optional<Timestamp> valid_until;
  std::uint32_t valid_days = 365;  // after `published`, where there is no `valid_until`
  bool reinstate = false;          // a withdrawn list gives verdicts again
};

/// Verifies the present edition first, every bucket of it: what is damaged is not signed again. One that has expired
/// can be renewed; one that was withdrawn only with `reinstate`. Throws a Failure, as make_successor() does.
SuccessorReport renew_list(const RenewOptions& options, Timestamp now);

}  // namespace selfcheck::cli
