#include "check/list_checker.h"

#include <fmt/format.h>

#include <utility>

#include "base/messages.h"
#include "selfcheck/canary.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {
namespace {

constexpr std::string_view kFetchAgain = "get a complete copy of the list, and check again";

// The session's log of what was disclosed: a list on the disk discloses nothing, so its key is never of use.
SecretBytes<32> random_log_key() {
  SecretBytes<32> key;
  randombytes_buf(key.mutable_span().data(), key.mutable_span().size());
  return key;
}

}  // namespace

Reason reason_from(const Error& error) {
  return {std::string(error_name(error.code)), describe(error), std::string(advice(error.code))};
}

CheckResult could_not_tell(Reason reason) { return {Outcome::could_not_tell, std::move(reason), 0.0}; }

ListChecker::ListChecker(fs::path directory, Pin pin, Timestamp now)
    : directory_(std::move(directory)),
      kind_(pin.kind),
      now_(now),
      session_(random_log_key().span()),
      list_(session_.add_list(std::move(pin))) {}

tl::expected<Bytes, Reason> ListChecker::read(const std::string& name, std::size_t max_size) const {
  auto content = read_file(directory_ / name, max_size);
  if (content) return *std::move(content);
  // The names are the format's, not the user's; a bucket's would tell the number's first bits.
  const bool is_bucket = name.ends_with(".bin");
  const std::string file = is_bucket ? "a bucket file" : fmt::format("the file {}", name);
  const std::string advice(kFetchAgain);
  switch (content.error()) {
    case ReadProblem::missing:
      return tl::unexpected(Reason{"file_missing", file + " is missing", advice});
    case ReadProblem::too_large:
      return tl::unexpected(Reason{"file_too_large", file + " is too large", advice});
    case ReadProblem::unreadable:
      break;
  }
  return tl::unexpected(Reason{"file_unreadable", file + " can't be read", advice});
}

std::optional<Reason> ListChecker::open() {
  const auto pointer = read(std::string(kPointerFile), minisign::kMaxSignatureSize);
  if (!pointer) return pointer.error();
  const auto manifest_name = session_.open_pointer(list_, *pointer);
  if (!manifest_name) return reason_from(manifest_name.error());
  const auto manifest_bytes = read(*manifest_name, kMaxManifestSize);
  if (!manifest_bytes) return manifest_bytes.error();
  const auto manifest = session_.open_manifest(list_, *manifest_bytes, now_);
  if (!manifest) return reason_from(manifest.error());
  if (const auto proven = session_.prove_canary(list_); !proven) return reason_from(proven.error());
  manifest_ = *manifest;
  return std::nullopt;
}

Result<void> ListChecker::prove_again() const { return prove_canary(*manifest_); }

CheckResult ListChecker::check(std::string_view typed) {
  if (const auto taken = session_.set_identifier(kind_, typed); !taken)
    return could_not_tell(reason_from(taken.error()));
  const auto request = session_.request(list_, now_);
  if (!request) return could_not_tell(reason_from(request.error()));
  const auto bucket = read(request->path, request->size);
  if (!bucket) return could_not_tell(bucket.error());
  if (const auto hashed = session_.hash(list_); !hashed) return could_not_tell(reason_from(hashed.error()));
  const Verdict verdict = session_.decide(list_, *bucket, now_);
  session_.clear_identifier();
  if (verdict.outcome == Outcome::could_not_tell) return could_not_tell(reason_from(verdict.reason));
  return {verdict.outcome, {}, verdict.coincidence};
}

}  // namespace selfcheck::cli
