#include "evaluator/open_shares.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "base/redact.h"
#include "base/wording.h"
#include "files/files.h"
#include "terminal/password.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

constexpr Timestamp kNear = 14 * kSecondsPerDay;

SealedShare read_evaluators_share(const fs::path& file) {
  SealedShare share = read_share(file);
  if (share.description.index == 0) {
    throw Failure(ExitCode::rejected, fmt::format("{} is the publisher's share, and no evaluator's", shown_path(file)),
                  "it is the whole key: tell the publisher, who has to deal another one");
  }
  if (others_can_read(file)) print_warning(fmt::format("others can read {}: chmod 600", shown_path(file)));
  return share;
}

void warn_of_its_end(const fs::path& file, Timestamp not_after, Timestamp now) {
  if (now > not_after) {
    print_warning(fmt::format("{} has ended on {}: nobody is answered with it any more, and it can be destroyed",
                              shown_path(file), date(not_after)));
  } else if (not_after - now < kNear) {
    print_warning(fmt::format("{} ends on {}", shown_path(file), date(not_after)));
  }
}

voprf::Scalar open_file(const fs::path& file, const SealedShare& share, const std::string& password_file) {
  SecretText password;
  if (needs_password(share)) {
    PasswordSource({password_file})
        .read(fmt::format("Password of {}: ", shown_path(file)), password, "--password-file FILE, one for each share");
  }
  return open_share(share, password.view());
}

}  // namespace

OpenShares open_shares(const std::vector<fs::path>& files, const std::vector<std::string>& password_files,
                       Timestamp now) {
  if (!password_files.empty() && password_files.size() != files.size()) {
    throw Failure(ExitCode::usage, "there must be one --password-file for each --share, in the same order");
  }
  std::vector<SealedShare> sealed;
  sealed.reserve(files.size());
  for (const fs::path& file : files) sealed.push_back(read_evaluators_share(file));

  OpenShares shares;
  shares.reserve(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    const ShareDescription& description = sealed[i].description;
    OpenShare& share = shares.emplace_back();
    share.description = description;
    share.public_key = voprf::share_public_key(description.key, description.index).value();
    share.secret = open_file(files[i], sealed[i], password_files.empty() ? "" : password_files[i]);
    warn_of_its_end(files[i], description.not_after, now);
  }
  return shares;
}

}  // namespace selfcheck::cli
