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
  // Of a keyed list.
  fs::path evaluation;  // evaluation.json of its key, split anew: the list is reissued with it
  fs::path share;       // share-0.key: until when its shares last. Its password is not asked for
};

/// Verifies the present edition first, every bucket of it: what is damaged is not signed again. One that has expired
/// can be renewed; one that was withdrawn only with `reinstate`.
///
/// A keyed list is valid no longer than the shares of its key. Without `share` it is not known when they end, only that
/// they last as long as the present edition: so the new one is valid no longer than that. With `evaluation` its
/// buckets, salts and canary stay, and its key, which must be the same K; `share` must be of that split. Throws a
/// Failure, as make_successor() does.
SuccessorReport renew_list(const RenewOptions& options, Timestamp now);

}  // namespace selfcheck::cli
