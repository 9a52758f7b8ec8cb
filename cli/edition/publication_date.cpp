#include "edition/publication_date.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "list/edition_changes.h"

namespace selfcheck::cli {

Timestamp publication_date(std::optional<Timestamp> asked, const Manifest* present, Timestamp now) {
  if (asked) {
    warn_of_future_date(*asked, now);
    return *asked;
  }
  if (present == nullptr || now >= present->published) return now;
  throw Failure(ExitCode::rejected,
                fmt::format("this machine's clock says {}, and the present edition is dated {}", format_timestamp(now),
                            format_timestamp(present->published)),
                "set the clock; or, if the present edition's date is wrong, say the new one: --published TIME");
}

}  // namespace selfcheck::cli
