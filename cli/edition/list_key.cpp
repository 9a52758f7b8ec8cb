#include "edition/list_key.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/messages.h"
#include "base/redact.h"
#include "files/json_file.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

SealedShare read_share_zero(const fs::path& path) {
  SealedShare share = read_share(path);
  if (share.description.index == 0) return share;
  throw Failure(ExitCode::rejected,
                fmt::format("{} is evaluator {}'s share, and the publisher's is share 0", shown_path(path),
                            share.description.index),
                "--share takes the share-0.key that selfcheck deal has made with it");
}

}  // namespace

voprf::EvaluationKey read_evaluation_file(const fs::path& path) {
  auto key = parse_evaluation(read_json_file(path, kMaxManifestSize));
  if (key) return *std::move(key);
  throw Failure(ExitCode::rejected,
                fmt::format("{} is not what selfcheck deal writes: {}", shown_path(path), describe(key.error())),
                "--evaluation takes its evaluation.json");
}

ShareDescription read_publisher_share(const fs::path& path) { return read_share_zero(path).description; }

void fail_unless_share_of(const ShareDescription& share, const voprf::EvaluationKey& key) {
  if (share.key == key) return;
  if (share.key.public_key() == key.public_key()) {
    throw Failure(ExitCode::rejected, "the share in --share is of another split of the list's key",
                  "take evaluation.json and share-0.key from one directory, as selfcheck deal has written them");
  }
  throw Failure(ExitCode::rejected, "the share in --share is of another key than the list's",
                "take evaluation.json and share-0.key from one directory, as selfcheck deal has written them");
}

Timestamp valid_while_shares_last(Timestamp wanted, bool asked_for, Timestamp published,
                                  const ShareDescription& share) {
  const std::string end = format_timestamp(share.not_after);
  if (share.not_after <= published) {
    throw Failure(ExitCode::rejected, fmt::format("the shares of the list's key end at {}, before the edition", end),
                  "deal a key anew; selfcheck deal --again splits the same one");
  }
  if (wanted <= share.not_after) return wanted;
  if (asked_for) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the shares of the list's key end at {}, before the edition would", end),
                  "no evaluator answers after that: an earlier --valid-until, or shares that last longer");
  }
  print_note(fmt::format("the edition is valid until {}, when the shares of its key end", end));
  return share.not_after;
}

std::string described(const voprf::EvaluationKey& key) {
  if (key.n == 1) return "one evaluator";
  return key.threshold() == key.n ? fmt::format("all {} evaluators", key.n)
                                  : fmt::format("any {} of {} evaluators", key.threshold(), key.n);
}

ListKey::ListKey(const ListKeyOptions& options, ListKeyMeanwhile meanwhile)
    : path_(options.share), password_(options.password), sealed_(read_share_zero(options.share)) {
  voprf::Scalar key = open_file("Password of share-0.key: ");
  if (meanwhile == ListKeyMeanwhile::kept) kept_ = locked(std::move(key));
}

voprf::Scalar ListKey::open_file(std::string_view prompt) {
  const SealedShare now = read_share_zero(path_);
  if (now.description.key != sealed_.description.key || now.description.not_after != sealed_.description.not_after) {
    throw Failure(ExitCode::rejected, "the file " + shown_path(path_) + " holds another share than at the start");
  }
  SecretText password;
  if (needs_password(now)) password_.read(prompt, password, "--share-password-file FILE");
  return open_share(now, password.view());
}

Locked<voprf::Scalar> ListKey::open() {
  if (kept_) return std::move(kept_);
  Locked<voprf::Scalar> key;
  try_patiently([&] { key = locked(open_file("All is hashed. Password of share-0.key, to make the list: ")); });
  return key;
}

}  // namespace selfcheck::cli
