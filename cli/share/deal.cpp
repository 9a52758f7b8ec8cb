#include "share/deal.h"

#include <fmt/format.h>
#include <sodium.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/failure.h"
#include "base/redact.h"
#include "files/files.h"
#include "selfcheck/manifest.h"
#include "share/share_file.h"

namespace selfcheck::cli {
namespace {

voprf::Scalar random_scalar() {
  while (true) {
    SecretBytes<64> uniform;
    randombytes_buf(uniform.mutable_span().data(), uniform.span().size());
    voprf::Scalar scalar = voprf::scalar_from_uniform(uniform.span());
    if (!voprf::is_zero(scalar)) return scalar;
  }
}

voprf::Dealt split(const voprf::Scalar& k, std::uint32_t threshold, std::uint32_t count) {
  while (true) {
    std::vector<voprf::Scalar> coefficients;
    for (std::uint32_t i = 1; i < threshold; ++i) coefficients.push_back(random_scalar());
    // Where a share would be zero, all of them are dealt again.
    if (auto dealt = voprf::deal(k, coefficients, count)) return *std::move(dealt);
  }
}

// Makes the directory and none above it: a path with a slip in it is to be told, and not to be made.
std::vector<fs::path> make_directory(const fs::path& directory) {
  std::error_code ignored;
  if (fs::is_directory(resolved(directory).parent_path(), ignored)) return make_private_directories(directory);
  throw Failure::from_errno("make " + shown_path(directory), ENOENT);
}

// The new files in a directory, which are removed again unless all of them get there.
class NewShares {
 public:
  explicit NewShares(fs::path directory) : directory_(std::move(directory)), made_(make_directory(directory_)) {}
  ~NewShares() {
    if (finished_) return;
    std::error_code ignored;
    for (const fs::path& file : files_) fs::remove(file, ignored);
    for (auto made = made_.rbegin(); made != made_.rend(); ++made) fs::remove(*made, ignored);
  }
  NewShares(const NewShares&) = delete;
  NewShares& operator=(const NewShares&) = delete;

  void add(std::string_view name, std::string_view content, mode_t mode) {
    const fs::path file = directory_ / name;
    create_file(file, as_bytes(content), mode);
    files_.push_back(file);
  }
  void finish() { finished_ = true; }

 private:
  fs::path directory_;
  std::vector<fs::path> made_;  // directories
  std::vector<fs::path> files_;
  bool finished_ = false;
};

void fail_unless_empty(const fs::path& directory) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(directory, error))) return;
  const bool empty = fs::is_directory(directory, error) && fs::is_empty(directory, error) && !error;
  if (empty) return;
  throw Failure(ExitCode::system, fmt::format("{} is there already, and is no empty directory", shown_path(directory)),
                "--out takes a new or empty directory: shares are never overwritten");
}

}  // namespace

std::string share_file_name(std::uint32_t index) { return fmt::format("share-{}.key", index); }

void fail_unless_dealable(const DealOptions& options, Timestamp now) {
  if (options.count < 1 || options.count > voprf::kMaxEvaluators || options.threshold < 1 ||
      options.threshold > options.count) {
    throw Failure(ExitCode::usage,
                  fmt::format("--threshold is from 1 to --of, and that is at most {}", voprf::kMaxEvaluators),
                  "2 of 3 or 3 of 5, say: as many have to work together, and the others may be down");
  }
  if (options.not_after <= now) {
    throw Failure(ExitCode::rejected, "--until is past: nobody would evaluate with these shares");
  }
  if (options.not_after - now > kMaxShareDays * kSecondsPerDay) {
    throw Failure(ExitCode::rejected, fmt::format("--until is more than {} days away", kMaxShareDays),
                  fmt::format("{} at the latest; for later editions a key is dealt anew",
                              format_timestamp(now + kMaxShareDays * kSecondsPerDay)));
  }
  if (is_inside_some_list(options.out)) {
    throw Failure(ExitCode::usage, "--out lies in a list's directory, which is for everybody");
  }
  fail_unless_empty(options.out);
}

voprf::Scalar new_key() { return random_scalar(); }

voprf::EvaluationKey deal_shares(const voprf::Scalar& k, const DealOptions& options,
                                 const std::vector<std::string_view>& passwords) {
  require(passwords.size() == options.count + 1);
  const voprf::Dealt dealt = split(k, options.threshold, options.count);
  std::vector<std::string> files;
  for (std::uint32_t i = 0; i <= options.count; ++i) {
    const ShareDescription description{.index = i, .key = dealt.key, .not_after = options.not_after};
    files.push_back(seal_share(description, i == 0 ? k : dealt.shares[i - 1], passwords[i]));
  }
  NewShares shares(options.out);
  for (std::uint32_t i = 0; i <= options.count; ++i) shares.add(share_file_name(i), files[i], kPrivateFile);
  shares.add(kEvaluationFile, write_evaluation(dealt.key), kPublicFile);
  shares.finish();
  return dealt.key;
}

}  // namespace selfcheck::cli
