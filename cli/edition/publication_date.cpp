#include "edition/publication_date.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "list/edition_changes.h"
#include "terminal/terminal.h"

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

void warn_if_expired(const Manifest& manifest, Timestamp now) {
  if (manifest.withdrawn || manifest.valid_until > now) return;
  print_warning("the new edition has expired already: every check ends in \"could not tell\"");
}

}  // namespace selfcheck::cli
