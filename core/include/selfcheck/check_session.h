// One sitting of checks: the client's whole side of the protocol but for fetching files. The page (through wasm/)
// and the CLI both use this, so that they can't disagree. Every failure is `could_not_tell`.
//
//   add_list -> open_pointer -> open_manifest -> prove_canary        once a list
//   set_identifier -> request -> hash -> decide                      once a number (and list)
//                  -> ask_evaluators -> evaluate ->                  the same, of a keyed list, before decide
//
// Steps out of order fail with not_ready. `prove_canary` and `hash` are slow (one Argon2id each) and hold the list's
// mem_kib while they run. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "selfcheck/anonymity.h"
#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/evaluation.h"
#include "selfcheck/identifier.h"
#include "selfcheck/manifest.h"
#include "selfcheck/pins.h"
#include "selfcheck/tag.h"
#include "selfcheck/verified_list.h"

namespace selfcheck {

/// Zero is the outcome that promises nothing.
enum class Outcome : std::uint8_t { could_not_tell = 0, found = 1, not_found = 2 };

/// `found`, `not_found`, `could_not_tell`.
std::string_view outcome_name(Outcome outcome);

struct Verdict {
  Outcome outcome = Outcome::could_not_tell;
  Error reason{};            // of could_not_tell
  double coincidence = 0.0;  // of found: coincidence_probability
};

/// The one request that depends on the identifier.
struct BucketRequest {
  std::uint32_t index = 0;
  std::string path;                 // below the list's directory
  std::uint64_t size = 0;           // bytes of the file, known beforehand: stop reading beyond
  std::uint32_t bits = 0;           // that the request discloses
  std::uint64_t anonymity_set = 0;  // numbers in use that share the bucket
  std::uint32_t session_bits = 0;   // disclosed in this sitting, this request included
  bool stands_out = false;          // those leave fewer than kMinAnonymitySet numbers: fetch the whole list instead
};

/// What a keyed list's evaluators are asked about the identifier: the same B, of all who are pinned, at once.
struct EvaluatorsRequest {
  struct Question {
    std::uint32_t index = 0;  // of the evaluator
    std::string url;
    EvaluationQuestion body{};
  };
  voprf::Element blinded{};  // B, for evaluate()
  std::vector<Question> questions;
};

class CheckSession {
 public:
  using ListHandle = std::size_t;

  /// `log_key` must be random (anonymity.h).
  explicit CheckSession(std::span<const std::uint8_t, 32> log_key) : disclosed_(log_key) {}

  ListHandle add_list(Pin pin);

  /// `current.minisig`; gives the manifest's file name. Errors: verify_pointer's.
  [[nodiscard]] Result<std::string> open_pointer(ListHandle list, ByteSpan file);
  /// Errors: verify_manifest's, check_freshness's and check_evaluators's, sequence_too_low also after a higher one in
  /// this sitting, not_ready. The manifest stays valid until the next open_pointer or open_manifest of this list,
  /// whatever becomes of others.
  [[nodiscard]] Result<const Manifest*> open_manifest(ListHandle list, ByteSpan file, Timestamp now);
  /// Computes the canary's hash in this very engine and compares it with the manifest's. Done once for lists that
  /// share canary, salt and parameters. Of a keyed list also verify_canary_evaluation(), once a manifest. Errors:
  /// canary_hash, out_of_memory, evaluation_key, not_ready.
  [[nodiscard]] Result<void> prove_canary(ListHandle list);
  /// Whether a bucket file of the list is sound: that nothing but the identifier decides what `decide` says of it. For
  /// whoever has the whole list: a look at the one bucket alone would tell by its failure which it was. Fast, and
  /// needs no identifier. Errors: verify_bucket's of verified_list.h, not_ready, also if there is no such bucket.
  [[nodiscard]] Result<void> verify_bucket(ListHandle list, std::uint32_t index, ByteSpan bucket_file) const;
  /// Of a list that is open. Error: not_ready.
  [[nodiscard]] Result<const Manifest*> manifest(ListHandle list) const;
  /// Also of a list whose manifest is its publisher's and can give no verdict: withdrawn, expired, not published yet.
  /// For what is said of the list, and nothing else. Error: not_ready.
  [[nodiscard]] Result<const Manifest*> described(ListHandle list) const;

  /// Takes what a person typed; wipes what was there before, and keeps nothing on an error. Errors: normalize's.
  [[nodiscard]] Result<void> set_identifier(Kind kind, std::string_view typed);
  /// Wipes the identifier and its hashes. The count of disclosed bits stays.
  void clear_identifier();

  /// What to fetch. Discloses nothing itself: call `record_request` when the request is made. A request that stands out
  /// is not to be made. Errors: not_ready, pinned_kind if the list holds another kind of identifier, those of
  /// check_freshness: a list that could give no verdict is not asked.
  [[nodiscard]] Result<BucketRequest> request(ListHandle list, Timestamp now) const;
  /// Counts the request that `request` describes. Not for whole-list downloads, which disclose nothing.
  [[nodiscard]] Result<void> record_request(ListHandle list);
  [[nodiscard]] std::uint32_t disclosed_bits() const { return disclosed_.bits(); }

  /// The identifier's slow hash, computed once for lists that share salt and parameters.
  /// Errors: out_of_memory, not_ready, pinned_kind.
  [[nodiscard]] Result<void> hash(ListHandle list);

  /// What one question to the evaluators serves: equal for lists that share key and pinned evaluators. Empty: the list
  /// has no key, and nobody is asked. Error: not_ready.
  [[nodiscard]] Result<std::string> evaluation_group(ListHandle list) const;
  /// What to ask. `uniform`: 64 fresh random bytes, other ones for each check and each group, also of the same number.
  /// Errors: request's, blind_input's.
  [[nodiscard]] Result<EvaluatorsRequest> ask_evaluators(ListHandle list, voprf::Uniform uniform, Timestamp now) const;
  /// Takes what came of these questions, made in whatever session from the same identifier and `uniform`; enough once
  /// for lists that share the key. As answers come, it may be called again with all of them. Errors: evaluate_input's,
  /// not_ready, also if the list has no key.
  [[nodiscard]] Result<void> evaluate(ListHandle list, voprf::Uniform uniform, const voprf::Element& blinded,
                                      std::span<const EvaluatorAnswer> answers);

  /// The verdict from the bucket that `request` named. `not_found` only if the list is fresh at `now`, the bucket is
  /// proven, the canary's hash was recomputed and its value is in this bucket; and of a keyed list, whose canary's
  /// evaluation must be verified, if evaluate() has succeeded. canary_hash also if the number's tag does not come out
  /// twice alike.
  [[nodiscard]] Verdict decide(ListHandle list, ByteSpan bucket_file, Timestamp now) const;

 private:
  struct List {
    Pin pin;
    std::optional<VerifiedPointer> pointer;
    std::optional<Manifest> manifest;
    bool open = false;                   // the manifest can give verdicts
    bool evaluation_proven = false;      // verify_canary_evaluation() of this manifest
    std::uint64_t highest_sequence = 0;  // seen in this sitting
  };
  /// A slow hash with what it was computed under.
  struct Hash {
    GroupSalt salt{};
    Argon2Params argon2{};
    std::string canary_text;  // empty for the identifier's
    SlowHash hash;
  };
  /// The identifier under the key of a keyed list.
  struct Evaluated {
    voprf::Element public_key{};
    voprf::Output y;
  };
  [[nodiscard]] const voprf::Output* find_evaluated(const voprf::EvaluationKey& key) const;
  /// Opened, fresh, and of the identifier's kind.
  [[nodiscard]] Result<const Manifest*> fresh_for_identifier(ListHandle list, Timestamp now) const;
  [[nodiscard]] Result<const Manifest*> manifest_for_identifier(ListHandle list) const;
  [[nodiscard]] bool canary_proven(const Manifest& manifest) const;
  [[nodiscard]] static const Hash* find_hash(const std::vector<Hash>& hashes, const Manifest& manifest,
                                             std::string_view canary_text);
  /// The hash from `hashes`, computed and kept there if it is not yet.
  [[nodiscard]] static Result<const Hash*> hash_once(std::vector<Hash>& hashes, const Manifest& manifest,
                                                     std::string_view canary_text, ByteSpan message);

  // A list keeps its place when others are added: callers hold pointers to its manifest.
  std::vector<std::unique_ptr<List>> lists_;
  std::vector<Hash> canaries_;
  std::optional<CanonicalForm> identifier_;
  std::vector<Hash> identifier_hashes_;
  std::vector<std::unique_ptr<Evaluated>> evaluated_;
  DisclosureLog disclosed_;
};

}  // namespace selfcheck
