// Signs a list's present edition once more: with the same entries, for longer, with other texts or another key.
#pragma once

#include <cstdint>
#include <optional>

#include "edition/successor.h"

namespace selfcheck::cli {

struct RenewOptions {
  SuccessorOptions edition;
  std::optional<Timestamp> valid_until;
  std::uint32_t valid_days = 365;  // counted from `published`, where there is no `valid_until`
  bool reinstate = false;          // whether a withdrawn list gives verdicts again
  // These two are for a keyed list.
  fs::path evaluation;  // evaluation.json of its key, split anew, with which the list is reissued
  fs::path share;       // share-0.key, which tells until when its shares last; its password is not asked for
};

/// Renews a list. The present edition is verified first, every bucket of it: what is damaged is not signed again. One
/// that has expired can be renewed; one that was withdrawn only with `reinstate`, and only if it has the entries of the
/// last edition that gave verdicts.
///
/// A keyed list is valid no longer than the shares of its key. Without `share` it is not known when they end, only that
/// they last as long as the present edition, so that the new one is valid no longer than that. With `evaluation` the
/// list keeps its buckets, salts and canary, and its key, which must be the same K; `share` must be of that split.
/// Throws a Failure, as make_successor() does.
SuccessorReport renew_list(const RenewOptions& options, Timestamp now);

}  // namespace selfcheck::cli
