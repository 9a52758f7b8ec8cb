// The command `selfcheck deal`: it makes a keyed list's key, in shares for those who evaluate.

#include <fmt/format.h>

#include <cstdio>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/failure.h"
#include "base/locked.h"
#include "base/wording.h"
#include "commands/commands.h"
#include "commands/option_checks.h"
#include "commands/options.h"
#include "selfcheck/manifest.h"
#include "share/deal.h"
#include "share/share_file.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

struct DealCommandOptions {
  DealOptions deal;
  std::optional<Timestamp> until;
  fs::path again;  // the share-0.key of a key that is to be split anew, or empty
  PasswordOptions again_password;
  std::vector<std::string> password_files;  // for share 0, share 1 and so on
  bool no_password = false;
  bool json = false;
};

constexpr const char* kFooter = R"(
Makes the key of a keyed list and splits it: any --threshold of the --of evaluators can evaluate together, and fewer
can't. DIR gets evaluation.json, which is public; share-0.key, which is the whole key, for "selfcheck build --share"; and
share-1.key, share-2.key and so on, one for each evaluator. Each is under a password of its own, which is asked for on
the terminal; --password-file gives them in this order, starting with that of share-0.key.

  selfcheck deal --threshold 2 --of 3 --until 2027-06-30 --out /dev/shm/key
  selfcheck deal --threshold 2 --of 3 --until 2027-06-30 --out key --password-file p0 --password-file p1 \
      --password-file p2 --password-file p3
  selfcheck deal --again key/share-0.key --threshold 2 --of 3 --until 2027-06-30 --out new

What goes where: each evaluator's file goes to them one way (by mail, say) and its password another (by telephone).
Shares never come back: there is no command that puts them together, and whoever asks an evaluator for its share is an
attacker. Once the evaluators run, which "selfcheck verify --ask" tells, destroy share-1.key and the others here; in
/dev/shm they are on no disk.

--until is when the shares end: no edition is valid any longer, and no evaluator answers after it.

--again splits the same key anew, for when fewer shares than --threshold are lost or have leaked: "selfcheck renew
--evaluation" then reissues the list, and the evaluators destroy the old shares; until all have, any --threshold of the
old ones still give the key. If as many have leaked, or share-0.key, the list is open to whoever pays for the hashes,
and only a new key protects numbers that no edition has had.)";

// A date without a time of day means the first second of that day, in UTC.
CLI::Option* add_until_option(CLI::App& command, std::optional<Timestamp>& until) {
  const auto read = [&until](const std::string& text) {
    constexpr std::size_t kDateSize = 10;
    until = parse_timestamp(text.size() == kDateSize ? text + "T00:00:00Z" : text);
    if (!until) {
      throw CLI::ValidationError("--until", "a date like 2027-06-30, or a time like 2027-06-30T12:00:00Z, please");
    }
  };
  return command.add_option_function<std::string>("--until", read, "When the shares end: at most 400 days from now")
      ->required()
      ->type_name("DATE");
}

std::string owner(std::uint32_t index) {
  return index == 0 ? "share-0.key, the whole key" : fmt::format("share-{0}.key, evaluator {0}'s", index);
}

// Reads the password of share 0, then that of share 1, and so on.
void read_passwords(const DealCommandOptions& options, std::deque<SecretText>& passwords) {
  const std::uint32_t files = options.deal.count + 1;
  if (!options.password_files.empty() && options.password_files.size() != files) {
    throw Failure(ExitCode::usage,
                  fmt::format("there are {} files with a password each, and {} --password-file", files,
                              options.password_files.size()),
                  "in this order: of share-0.key, then share-1.key, and so on");
  }
  for (std::uint32_t i = 0; i < files; ++i) {
    SecretText& password = passwords.emplace_back();
    if (options.no_password) continue;
    const PasswordOptions from{options.password_files.empty() ? std::string() : options.password_files[i]};
    read_new_password(from, owner(i), password);
    for (std::uint32_t j = 0; j < i; ++j) {
      if (passwords[j].view() != password.view()) continue;
      throw Failure(ExitCode::rejected, fmt::format("share-{}.key and share-{}.key have the same password", j, i),
                    "each has its own, since each belongs to somebody else");
    }
  }
}

voprf::Scalar key_of(const DealCommandOptions& options) {
  if (options.again.empty()) return new_key();
  const SealedShare share = read_share(options.again);
  if (share.description.index != 0) {
    throw Failure(ExitCode::rejected,
                  fmt::format("--again takes share-0.key, and this is share {}", share.description.index),
                  "an evaluator's share is a part of the key only");
  }
  SecretText password;
  if (needs_password(share)) {
    PasswordSource(options.again_password).read("Password of share-0.key: ", password, "--again-password-file FILE");
  }
  return open_share(share, password.view());
}

void print_summary(const DealOptions& deal, const voprf::EvaluationKey& key, bool again) {
  fmt::print("{} in {}: any {} of {} evaluators, until {}\n", again ? "The same key, split anew," : "A new key",
             deal.out.native(), key.threshold(), key.n, format_timestamp(deal.not_after));
  fmt::print("  {:<16}  public: for selfcheck {} --evaluation\n", kEvaluationFile, again ? "renew" : "build");
  fmt::print("  {:<16}  yours, for --share: it is the whole key; keep it as you keep the secret key\n",
             share_file_name(0));
  for (std::uint32_t i = 1; i <= key.n; ++i) fmt::print("  {:<16}  evaluator {}'s\n", share_file_name(i), i);
  const std::string dealt =
      key.n == 1 ? share_file_name(1) : fmt::format("{} to {}", share_file_name(1), share_file_name(key.n));
  fmt::print(
      "\nNext: give each evaluator its file one way, and its password another.\n"
      "      They start, and you {}; selfcheck verify --ask asks each, before you publish.\n"
      "      Then destroy {} here. Shares never come back: whoever asks an evaluator for one is an attacker.\n",
      again ? "reissue the list (selfcheck renew --evaluation)" : "build", dealt);
  if (again) {
    fmt::print(
        "      Have the evaluators destroy their old shares a day after: until they have, as many of them as were\n"
        "      needed still give the key.\n");
  }
}

Json to_json(const DealOptions& deal, const voprf::EvaluationKey& key) {
  Json shares = Json::array();
  for (std::uint32_t i = 0; i <= key.n; ++i) {
    shares.push_back({{"index", i}, {"file", (deal.out / share_file_name(i)).native()}});
  }
  return {{"threshold", key.threshold()},
          {"of", key.n},
          {"not_after", format_timestamp(deal.not_after)},
          {"public_key", to_hex(key.public_key())},
          {"evaluation", (deal.out / kEvaluationFile).native()},
          {"shares", std::move(shares)}};
}

ExitCode run(DealCommandOptions options) {
  DealOptions& deal = options.deal;
  deal.not_after = *options.until;
  fail_unless_dealable(deal, system_time());
  const Locked<voprf::Scalar> key = locked(key_of(options));
  std::deque<SecretText> passwords;
  read_passwords(options, passwords);
  std::vector<std::string_view> views;
  views.reserve(passwords.size());
  for (const SecretText& password : passwords) views.push_back(password.view());
  const voprf::EvaluationKey dealt = deal_shares(*key, deal, views);
  if (options.json) {
    print_json(to_json(deal, dealt));
  } else {
    print_summary(deal, dealt, !options.again.empty());
  }
  if (options.no_password) print_warning("the shares have no passwords: whoever can read a file has the share");
  return ExitCode::ok;
}

}  // namespace

Command deal_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("deal", "Make a keyed list's key, in shares for its evaluators");
  const auto options = std::make_shared<DealCommandOptions>();
  app->footer(kFooter);
  app->add_option("--threshold", options->deal.threshold, "So many evaluators are needed, 1 to 7")
      ->required()
      ->type_name("T")
      ->check(whole_number(1, voprf::kMaxEvaluators));
  app->add_option("--of", options->deal.count, "Of so many evaluators, 1 to 7")
      ->required()
      ->type_name("N")
      ->check(whole_number(1, voprf::kMaxEvaluators));
  add_until_option(*app, options->until);
  app->add_option("--out", options->deal.out, "Where the files go, a new or empty directory")
      ->required()
      ->type_name("DIR");
  CLI::Option* files =
      app->add_option("--password-file", options->password_files,
                      "Take a password from this file's first line, - for standard input's next: of share-0.key, then "
                      "share-1.key, and so on, each with this option")
          ->type_name("FILE")
          ->allow_extra_args(false);
  app->add_flag("--no-password", options->no_password, "Write the shares in the clear: for tests")->excludes(files);
  CLI::Option* again =
      app->add_option("--again", options->again, "Split the key of this share-0.key anew")->type_name("FILE");
  app->add_option("--again-password-file", options->again_password.file,
                  "Take that file's password from this file's first line; - for standard input's")
      ->type_name("FILE")
      ->needs(again);
  add_json_option(*app, options->json);
  return {app, [options] { return run(*options); }};
}

}  // namespace selfcheck::cli
