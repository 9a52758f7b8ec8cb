#include "edition/renew.h"

namespace selfcheck::cli {

SuccessorReport renew_list(const RenewOptions& options, Timestamp now) {
  SuccessorRules rules;
  rules.meant.reinstate = options.reinstate;
  rules.finish = [&](Manifest& manifest) {
    manifest.withdrawn = false;
    manifest.valid_until = options.valid_until.value_or(manifest.published + options.valid_days * kSecondsPerDay);
  };
  return make_successor(options.edition, rules, now);
}

}  // namespace selfcheck::cli
