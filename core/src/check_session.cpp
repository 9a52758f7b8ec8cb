#include "selfcheck/check_session.h"

#include <algorithm>

#include "selfcheck/canary.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/list_files.h"
#include "stack_wiper.h"

namespace selfcheck {

namespace {

Verdict could_not_tell(const Error& reason) { return {Outcome::could_not_tell, reason, 0.0}; }

}  // namespace

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::found:
      return "found";
    case Outcome::not_found:
      return "not_found";
    case Outcome::could_not_tell:
      break;
  }
  return "could_not_tell";
}

CheckSession::ListHandle CheckSession::add_list(Pin pin) {
  auto list = std::make_unique<List>();
  list->pin = std::move(pin);
  lists_.push_back(std::move(list));
  return lists_.size() - 1;
}

Result<std::string> CheckSession::open_pointer(ListHandle handle, ByteSpan file) {
  if (handle >= lists_.size()) return fail(ErrorCode::not_ready);
  List& list = *lists_[handle];
  list.manifest.reset();
  list.pointer.reset();
  auto pointer = verify_pointer(list.pin, file);
  if (!pointer) return tl::unexpected<Error>(pointer.error());
  list.pointer = std::move(*pointer);
  return manifest_file(list.pointer->manifest_hash);
}

Result<const Manifest*> CheckSession::open_manifest(ListHandle handle, ByteSpan file, Timestamp now) {
  if (handle >= lists_.size() || !lists_[handle]->pointer) return fail(ErrorCode::not_ready);
  List& list = *lists_[handle];
  list.open = list.evaluation_proven = false;
  list.manifest.reset();
  auto manifest = verify_manifest(list.pin, *list.pointer, file);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  // The pin's min_sequence holds in every sitting, and this bound within one: a server that has shown an edition can't
  // go back to an older one, also not if the newer one withdraws the list.
  if (manifest->sequence < list.highest_sequence) return fail(ErrorCode::sequence_too_low);
  list.highest_sequence = manifest->sequence;
  list.manifest = std::move(*manifest);
  if (auto fresh = check_freshness(list.pin, *list.manifest, now); !fresh) return tl::unexpected<Error>(fresh.error());
  if (list.manifest->is_keyed()) {
    const auto enough = check_evaluators(*list.manifest->evaluation, list.pin.evaluators);
    if (!enough) return tl::unexpected<Error>(enough.error());
  }
  list.open = true;
  return &*list.manifest;
}

Result<const Manifest*> CheckSession::manifest(ListHandle handle) const {
  auto manifest = described(handle);
  if (manifest && !lists_[handle]->open) return fail(ErrorCode::not_ready);
  return manifest;
}

Result<const Manifest*> CheckSession::described(ListHandle handle) const {
  if (handle >= lists_.size() || !lists_[handle]->manifest) return fail(ErrorCode::not_ready);
  return &*lists_[handle]->manifest;
}

Result<const Manifest*> CheckSession::manifest_for_identifier(ListHandle handle) const {
  auto manifest = this->manifest(handle);
  if (!manifest) return manifest;
  if (!identifier_) return fail(ErrorCode::not_ready);
  if (identifier_->kind() != (*manifest)->kind) return fail(ErrorCode::pinned_kind);
  return manifest;
}

const CheckSession::Hash* CheckSession::find_hash(const std::vector<Hash>& hashes, const Manifest& manifest,
                                                  std::string_view canary_text) {
  const auto found = std::find_if(hashes.begin(), hashes.end(), [&](const Hash& hash) {
    return hash.salt == manifest.group_salt && hash.argon2 == manifest.argon2 && hash.canary_text == canary_text;
  });
  return found == hashes.end() ? nullptr : &*found;
}

Result<const CheckSession::Hash*> CheckSession::hash_once(std::vector<Hash>& hashes, const Manifest& manifest,
                                                          std::string_view canary_text, ByteSpan message) {
  if (const Hash* known = find_hash(hashes, manifest, canary_text)) return known;
  auto computed = slow_hash(message, manifest.group_salt, manifest.argon2);
  if (!computed) return tl::unexpected<Error>(computed.error());
  hashes.push_back({manifest.group_salt, manifest.argon2, std::string(canary_text), std::move(*computed)});
  return &hashes.back();
}

Result<void> CheckSession::prove_canary(ListHandle handle) {
  const auto manifest = this->manifest(handle);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  const Canary& canary = (*manifest)->canary;
  const auto computed = hash_once(canaries_, **manifest, canary.text, as_bytes(canary.text));
  if (!computed) return tl::unexpected<Error>(computed.error());
  if (!is_canary_hash(**manifest, (*computed)->hash)) return fail(ErrorCode::canary_hash);
  bool& proven = lists_[handle]->evaluation_proven;
  if (proven) return {};
  const auto verified = verify_canary_evaluation(**manifest);
  proven = verified.has_value();
  return verified;
}

Result<void> CheckSession::verify_bucket(ListHandle handle, std::uint32_t index, ByteSpan bucket_file) const {
  const auto manifest = this->manifest(handle);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  if (index >= (*manifest)->bucket_count()) return fail(ErrorCode::not_ready);
  const auto values = selfcheck::verify_bucket(**manifest, index, bucket_file);
  if (!values) return tl::unexpected<Error>(values.error());
  return {};
}

Result<void> CheckSession::set_identifier(Kind kind, std::string_view typed) {
  clear_identifier();
  auto form = normalize(kind, typed);
  if (!form) return tl::unexpected<Error>(form.error());
  identifier_ = *form;
  return {};
}

void CheckSession::clear_identifier() {
  const StackWiper wiper;
  identifier_.reset();
  identifier_hashes_.clear();
  evaluated_.clear();
}

Result<const Manifest*> CheckSession::fresh_for_identifier(ListHandle handle, Timestamp now) const {
  const auto found = manifest_for_identifier(handle);
  if (!found) return found;
  if (auto fresh = check_freshness(lists_[handle]->pin, **found, now); !fresh) {
    return tl::unexpected<Error>(fresh.error());
  }
  return found;
}

Result<BucketRequest> CheckSession::request(ListHandle handle, Timestamp now) const {
  const auto found = fresh_for_identifier(handle, now);
  if (!found) return tl::unexpected<Error>(found.error());
  const Manifest& manifest = **found;
  BucketRequest request;
  request.index = bucket_index(bucket_prefix(*identifier_), manifest.bits);
  request.path = bucket_path(manifest.root, request.index);
  request.size = manifest.bucket_file_size();
  request.bits = manifest.bits;
  request.anonymity_set = anonymity_set(manifest.kind, manifest.bits);
  request.session_bits = disclosed_.bits_after(*identifier_, manifest.bits);
  request.stands_out = disclosed_.would_stand_out(*identifier_, manifest.bits);
  return request;
}

Result<void> CheckSession::record_request(ListHandle handle) {
  const auto manifest = manifest_for_identifier(handle);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  if (disclosed_.would_stand_out(*identifier_, (*manifest)->bits)) return fail(ErrorCode::anonymity_floor);
  disclosed_.record(*identifier_, (*manifest)->bits);
  return {};
}

std::uint32_t CheckSession::disclosed_bits() const { return disclosed_.bits(); }

Result<void> CheckSession::hash(ListHandle handle) {
  const auto manifest = manifest_for_identifier(handle);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  const auto computed = hash_once(identifier_hashes_, **manifest, {}, identifier_->bytes());
  if (!computed) return tl::unexpected<Error>(computed.error());
  return {};
}

Result<std::string> CheckSession::evaluation_group(ListHandle handle) const {
  const auto manifest = described(handle);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  if (!(*manifest)->is_keyed()) return {};
  const voprf::EvaluationKey& key = *(*manifest)->evaluation;
  std::string group = std::to_string(key.n);
  for (const voprf::Element& commitment : key.commitments) group += to_hex(commitment);
  for (const PinnedEvaluator& evaluator : lists_[handle]->pin.evaluators) {
    group += ' ' + std::to_string(evaluator.index) + evaluator.url;
  }
  return group;
}

Result<EvaluatorsRequest> CheckSession::ask_evaluators(ListHandle handle, voprf::Uniform uniform, Timestamp now) const {
  const auto found = fresh_for_identifier(handle, now);
  if (!found) return tl::unexpected<Error>(found.error());
  if (!(*found)->is_keyed()) return fail(ErrorCode::not_ready);
  const auto blinded = blind_input(identifier_->bytes(), uniform);
  if (!blinded) return tl::unexpected<Error>(blinded.error());
  EvaluatorsRequest request;
  request.blinded = *blinded;
  for (const PinnedEvaluator& evaluator : lists_[handle]->pin.evaluators) {
    const auto share_key = voprf::share_public_key(*(*found)->evaluation, evaluator.index);
    if (!share_key) return fail(ErrorCode::evaluation_key);
    request.questions.push_back({evaluator.index, evaluator.url, write_question(*share_key, *blinded)});
  }
  return request;
}

Result<void> CheckSession::evaluate(ListHandle handle, voprf::Uniform uniform, const voprf::Element& blinded,
                                    std::span<const EvaluatorAnswer> answers) {
  const auto manifest = manifest_for_identifier(handle);
  if (!manifest) return tl::unexpected<Error>(manifest.error());
  if (!(*manifest)->is_keyed()) return fail(ErrorCode::not_ready);
  const voprf::EvaluationKey& key = *(*manifest)->evaluation;
  if (find_evaluated(key) != nullptr) return {};
  // y is computed where it stays, because a move after the check of y would not be checked.
  Evaluated& place = *evaluated_.emplace_back(std::make_unique<Evaluated>());
  auto done = evaluate_input(key, identifier_->bytes(), uniform, blinded, answers, place.y);
  if (done) {
    place.public_key = key.public_key();
  } else {
    evaluated_.pop_back();
  }
  return done;
}

const voprf::Output* CheckSession::find_evaluated(const voprf::EvaluationKey& key) const {
  const auto found = std::find_if(evaluated_.begin(), evaluated_.end(),
                                  [&](const auto& one) { return one->public_key == key.public_key(); });
  return found == evaluated_.end() ? nullptr : &(*found)->y;
}

Verdict CheckSession::decide(ListHandle handle, ByteSpan bucket_file, Timestamp now) const {
  const StackWiper wiper;
  const auto found = fresh_for_identifier(handle, now);
  if (!found) return could_not_tell(found.error());
  const Manifest& manifest = **found;
  const Hash* hash = find_hash(identifier_hashes_, manifest, {});
  const Hash* canary = find_hash(canaries_, manifest, manifest.canary.text);
  const voprf::Output* y = manifest.is_keyed() ? find_evaluated(*manifest.evaluation) : nullptr;
  const bool evaluated = !manifest.is_keyed() || (y != nullptr && lists_[handle]->evaluation_proven);
  if (hash == nullptr || canary == nullptr || !evaluated) return could_not_tell({ErrorCode::not_ready});
  if (!is_canary_hash(manifest, canary->hash)) return could_not_tell({ErrorCode::canary_hash});

  // No equation can check a tag. So it is computed twice, before and after the canary's tag, and must be the same.
  const std::uint64_t tag = edition_tag(manifest, hash->hash, y);
  const auto values =
      selfcheck::verify_bucket(manifest, bucket_index(bucket_prefix(*identifier_), manifest.bits), bucket_file);
  if (!values) return could_not_tell(values.error());
  if (edition_tag(manifest, hash->hash, y) != tag) return could_not_tell({ErrorCode::canary_hash});
  const std::uint64_t value = stored_value(tag, manifest.values);
  if (!std::binary_search(values->begin(), values->end(), value)) return {Outcome::not_found, {}, 0.0};
  return {Outcome::found, {}, coincidence_probability(manifest.kind, manifest.entries, manifest.values.p)};
}

}  // namespace selfcheck
