#include "edition/withdraw.h"

namespace selfcheck::cli {

SuccessorReport withdraw_list(const SuccessorOptions& options, Timestamp now) {
  SuccessorRules rules;
  rules.gives_verdicts = false;
  // Whatever newer editions the directory may hold, none of them gives verdicts after this.
  rules.meant = {.shrink = true, .test = true, .cheaper = true, .reinstate = true};
  rules.finish = [](Manifest& manifest) {
    manifest.withdrawn = true;
    manifest.valid_until = manifest.published + kMaxValidity;
  };
  return make_successor(options, rules, now);
}

}  // namespace selfcheck::cli
