#include "check/list_checker.h"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "check/evaluator_question.h"
#include "selfcheck/canary.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {
namespace {

// Makes the key for the session's log of what was disclosed.
SecretBytes<32> random_log_key() {
  SecretBytes<32> key;
  randombytes_buf(key.mutable_span().data(), key.mutable_span().size());
  return key;
}

bool has_relative_evaluators(const Pin& pin) {
  return std::any_of(pin.evaluators.begin(), pin.evaluators.end(),
                     [](const PinnedEvaluator& evaluator) { return !is_web_address(evaluator.url); });
}

}  // namespace

CheckResult could_not_tell(Reason reason) { return {Outcome::could_not_tell, std::move(reason), 0.0}; }

ListChecker::ListChecker(std::shared_ptr<ListSource> source, Pin pin, Timestamp now, EvaluatorPace* pace)
    : source_(std::move(source)),
      kind_(pin.kind),
      now_(now),
      pace_(pace),
      relative_evaluators_(has_relative_evaluators(pin)),
      session_(random_log_key().span()),
      list_(session_.add_list(std::move(pin))) {}

std::optional<Reason> ListChecker::open() {
  const auto pointer = source_->read(std::string(kPointerFile), minisign::kMaxSignatureSize);
  if (!pointer) return pointer.error();
  const auto manifest_name = session_.open_pointer(list_, *pointer);
  if (!manifest_name) return reason_from(manifest_name.error());
  const auto manifest_bytes = source_->read(*manifest_name, kMaxManifestSize);
  if (!manifest_bytes) return manifest_bytes.error();
  const auto manifest = session_.open_manifest(list_, *manifest_bytes, now_);
  if (!manifest) return reason_from(manifest.error());
  if ((*manifest)->is_keyed() && relative_evaluators_) {
    return Reason{std::string(error_name(ErrorCode::evaluators_pinned)),
                  "the pin names an evaluator by an address that is relative to the page, which is not known here",
                  "use a pin with the evaluators' whole addresses"};
  }
  if (const auto proven = session_.prove_canary(list_); !proven) return reason_from(proven.error());
  manifest_ = *manifest;
  return std::nullopt;
}

Result<void> ListChecker::prove_again() const { return prove_canary(*manifest_); }

CheckResult ListChecker::check(std::string_view typed) {
  disclosed_ = {};
  if (const auto taken = session_.set_identifier(kind_, typed); !taken)
    return could_not_tell(reason_from(taken.error()));
  CheckResult result = check_identifier();
  session_.clear_identifier();
  return result;
}

CheckResult ListChecker::check_identifier() {
  const auto request = session_.request(list_, now_);
  if (!request) return could_not_tell(reason_from(request.error()));
  std::optional<EvaluatorQuestion> question;
  if (manifest_->is_keyed() && pace_ != nullptr) {
    if (auto problem = pace_->evaluate(session_, list_, now_)) return could_not_tell(*std::move(problem));
  } else if (manifest_->is_keyed()) {
    auto asked = EvaluatorQuestion::about_identifier(session_, list_, now_);
    if (!asked) return could_not_tell(reason_from(asked.error()));
    question = *std::move(asked);
    disclosed_.evaluators = question->evaluators();
  }
  if (auto problem = disclose(*request)) return could_not_tell(*std::move(problem));

  // From here on all requests are made, and each comes to its end, whatever becomes of the others.
  const auto beside = source_->is_local() ? std::launch::deferred : std::launch::async;
  auto reading = std::async(beside, [&] { return read_bucket(*request); });
  std::future<void> asking;
  if (question) {
    asking = std::async(std::launch::async, [&] {
      HttpClient client;
      question->ask(client);
    });
  }
  const auto hashed = session_.hash(list_);
  const ListFile bucket = reading.get();
  if (question) asking.get();

  if (!hashed) return could_not_tell(reason_from(hashed.error()));
  if (!bucket) return could_not_tell(bucket.error());
  if (question) {
    if (const auto evaluated = question->evaluate(session_, list_); !evaluated) {
      return could_not_tell(reason_from(evaluated.error()));
    }
  }
  const Verdict verdict = session_.decide(list_, *bucket, now_);
  if (verdict.outcome == Outcome::could_not_tell) return could_not_tell(reason_from(verdict.reason));
  return {verdict.outcome, {}, verdict.coincidence};
}

// Decides what is fetched, and counts what that discloses.
std::optional<Reason> ListChecker::disclose(const BucketRequest& request) {
  if (source_->is_local()) return std::nullopt;
  if (request.stands_out || manifest_->bucket_count() * request.size <= kMaxWholeSize) {
    disclosed_.whole_list = true;
    return std::nullopt;
  }
  if (const auto counted = session_.record_request(list_); !counted) return reason_from(counted.error());
  disclosed_.bits = request.bits;
  disclosed_.anonymity_set = request.anonymity_set;
  return std::nullopt;
}

ListFile ListChecker::read_bucket(const BucketRequest& request) const {
  return disclosed_.whole_list ? read_whole(request.index) : source_->read(request.path, request.size);
}

// Reads every bucket, and verifies every one before any is looked at: what fails must not depend on the number.
ListFile ListChecker::read_whole(std::uint32_t wanted) const {
  std::vector<std::string> paths;
  for (std::uint32_t i = 0; i < manifest_->bucket_count(); ++i) paths.push_back(bucket_path(manifest_->root, i));
  auto buckets = source_->read_all(paths, manifest_->bucket_file_size());
  for (std::uint32_t i = 0; i < manifest_->bucket_count(); ++i) {
    if (!buckets[i]) return tl::unexpected(buckets[i].error());
    if (const auto sound = verify_bucket(*manifest_, i, *buckets[i]); !sound) {
      return tl::unexpected(reason_from(sound.error()));
    }
  }
  return std::move(buckets[wanted]);
}

}  // namespace selfcheck::cli
