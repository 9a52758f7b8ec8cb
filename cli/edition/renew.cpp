#include "edition/renew.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "edition/list_key.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

void fail_unless_keyed(const RenewOptions& options, const Manifest& manifest) {
  if (manifest.is_keyed() || (options.evaluation.empty() && options.share.empty())) return;
  throw Failure(ExitCode::usage, "the list is static, and has no key that could be split",
                "selfcheck build --evaluation makes a keyed edition, of the numbers");
}

// Takes a new split of the list's key. It must be of the same K, since every tag in the buckets was made with that.
void split_anew(const RenewOptions& options, Manifest& manifest) {
  voprf::EvaluationKey key = read_evaluation_file(options.evaluation);
  if (key.public_key() != manifest.evaluation->public_key()) {
    throw Failure(ExitCode::rejected, "--evaluation is of another key than the list's",
                  "selfcheck deal --again splits the list's own key anew; another key needs selfcheck build");
  }
  if (options.share.empty()) {
    throw Failure(ExitCode::usage, "--evaluation needs --share FILE, the share-0.key that was made with it",
                  "it tells when the shares end; its password is not asked for");
  }
  manifest.evaluation = std::move(key);
}

// Returns until when the new edition is valid if no share tells when the shares end. They last as long as the present
// edition is valid, unless that is withdrawn; so the new one is valid no longer.
Timestamp end_of_present(const RenewOptions& options, const Manifest& present, Timestamp wanted) {
  if (present.withdrawn || present.valid_until <= present.published) {
    throw Failure(ExitCode::usage, "nothing tells when the shares of the list's key end",
                  "--share FILE, with its share-0.key; its password is not asked for");
  }
  if (wanted <= present.valid_until) return wanted;
  if (options.valid_until) {
    throw Failure(ExitCode::rejected, "nothing tells that the shares of the list's key last that long",
                  "--share FILE, with its share-0.key; its password is not asked for");
  }
  print_note(
      fmt::format("the edition is valid until {}, as the present one is; --share, with the key's share-0.key, tells "
                  "whether its shares last longer",
                  format_timestamp(present.valid_until)));
  return present.valid_until;
}

void set_validity(const RenewOptions& options, const Manifest& present, Manifest& manifest) {
  const Timestamp wanted = options.valid_until.value_or(manifest.published + options.valid_days * kSecondsPerDay);
  if (!manifest.is_keyed()) {
    manifest.valid_until = wanted;
  } else if (options.share.empty()) {
    manifest.valid_until = end_of_present(options, present, wanted);
  } else {
    const ShareDescription share = read_publisher_share(options.share);
    fail_unless_share_of(share, *manifest.evaluation);
    manifest.valid_until = valid_while_shares_last(wanted, options.valid_until.has_value(), manifest.published, share);
  }
}

}  // namespace

SuccessorReport renew_list(const RenewOptions& options, Timestamp now) {
  SuccessorRules rules;
  rules.meant.reinstate = options.reinstate;
  rules.finish = [&](Manifest& manifest) {
    const Manifest present = manifest;  // has the new edition's number, texts and date already
    fail_unless_keyed(options, manifest);
    if (!options.evaluation.empty()) split_anew(options, manifest);
    set_validity(options, present, manifest);
    manifest.withdrawn = false;
  };
  return make_successor(options.edition, rules, now);
}

}  // namespace selfcheck::cli
