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

void fail_unless_end_fits(const Manifest& manifest) {
  const Timestamp lasts = manifest.valid_until - manifest.published;
  if (lasts > 0 && lasts <= kMaxValidity) return;
  const std::string dates = fmt::format("it is dated {} and would be valid until {}",
                                        format_timestamp(manifest.published), format_timestamp(manifest.valid_until));
  throw Failure(ExitCode::rejected,
                lasts > 0 ? fmt::format("the edition would be valid for more than {} days: {}",
                                        kMaxValidity / kSecondsPerDay, dates)
                          : fmt::format("the edition would end before it begins: {}", dates),
                "--valid-days N or --valid-until TIME says when it ends");
}

void warn_if_expired(const Manifest& manifest, Timestamp now) {
  if (manifest.withdrawn || manifest.valid_until > now) return;
  print_warning("the new edition has expired already: every check ends in \"could not tell\"");
}

}  // namespace selfcheck::cli
