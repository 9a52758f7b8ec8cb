// Takes a list back by an edition that says so, made from the present one.
#pragma once

#include "edition/successor.h"

namespace selfcheck::cli {

/// Withdraws a list by an edition that is valid for as long as the format allows. Its buckets stay, since its manifest
/// names their root, and are not looked at: a withdrawal gives no verdicts, and nothing may stand in its way. Every
/// other edition that may have been published stays, too, with its buckets: the edition that gives verdicts again is
/// compared with it. A list that has expired, or was withdrawn before, can be withdrawn. Throws a Failure, as
/// make_successor() does.
SuccessorReport withdraw_list(const SuccessorOptions& options, Timestamp now);

}  // namespace selfcheck::cli
