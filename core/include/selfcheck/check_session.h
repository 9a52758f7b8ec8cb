// One sitting of checks: the client's whole side of the protocol, except that the caller fetches the files. The page
// (through wasm/) and the CLI both use this, so that they can't disagree. Every failure means `could_not_tell`.
//
//   add_list -> open_pointer -> open_manifest -> prove_canary        once for each list
//   set_identifier -> request -> hash -> decide                      once for each number and list
//                  -> ask_evaluators -> evaluate ->                  for a keyed list also, before decide
//
// Steps out of order fail with not_ready. `prove_canary` and `hash` are slow (one Argon2id each) and need the list's
// mem_kib of memory while they run. A session is not thread-safe.
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

/// The outcome with the value zero is the one that promises nothing.
enum class Outcome : std::uint8_t { could_not_tell = 0, found = 1, not_found = 2 };

/// Returns `found`, `not_found` or `could_not_tell`.
std::string_view outcome_name(Outcome outcome);

struct Verdict {
  Outcome outcome = Outcome::could_not_tell;
  Error reason{};            // Why the session could not tell; otherwise empty.
  double coincidence = 0.0;  // For `found`, the coincidence_probability; otherwise 0.
};

/// The request for a bucket, which is the only request that depends on the identifier.
struct BucketRequest {
  std::uint32_t index = 0;
  std::string path;                 // The file's path below the list's directory.
  std::uint64_t size = 0;           // The file's size in bytes, known beforehand: the reader stops beyond it.
  std::uint32_t bits = 0;           // How many bits the request discloses.
  std::uint64_t anonymity_set = 0;  // How many numbers in use share the bucket.
  std::uint32_t session_bits = 0;   // How many bits this sitting will have disclosed, this request included.
  /// Whether session_bits leave fewer than kMinAnonymitySet numbers, so that the whole list must be fetched instead.
  bool stands_out = false;
};

/// The questions to a keyed list's evaluators about the identifier. All who are pinned are asked at once, with the same
/// B.
struct EvaluatorsRequest {
  struct Question {
    std::uint32_t index = 0;  // Which evaluator is asked.
    std::string url;
    EvaluationQuestion body{};
  };
  voprf::Element blinded{};  // B, which evaluate() takes.
  std::vector<Question> questions;
};

class CheckSession {
 public:
  using ListHandle = std::size_t;

  /// `log_key` must be random (anonymity.h).
  explicit CheckSession(std::span<const std::uint8_t, 32> log_key) : disclosed_(log_key) {}

  ListHandle add_list(Pin pin);

  /// Verifies the file `current.minisig` and returns the manifest's file name. Errors: those of verify_pointer,
  /// not_ready.
  [[nodiscard]] Result<std::string> open_pointer(ListHandle list, ByteSpan file);
  /// Verifies and reads the manifest. The pointer that it returns stays valid until the next open_pointer or
  /// open_manifest of this list, whatever becomes of other lists. Errors: those of verify_manifest, check_freshness and
  /// check_evaluators; sequence_too_low also if this sitting has seen a higher sequence; not_ready.
  [[nodiscard]] Result<const Manifest*> open_manifest(ListHandle list, ByteSpan file, Timestamp now);
  /// Computes the canary's hash in this very engine and compares it with the manifest's. Lists that share canary, salt
  /// and parameters share one computation. For a keyed list it also calls verify_canary_evaluation(), once for each
  /// manifest. Errors: canary_hash, out_of_memory, evaluation_key, not_ready.
  [[nodiscard]] Result<void> prove_canary(ListHandle list);
  /// Verifies that a bucket file of the list is sound, so that nothing but the identifier decides what `decide` says of
  /// it. A client that has the whole list verifies every bucket: if it looked at its number's bucket alone, its failure
  /// would tell which bucket that is. This is fast and needs no identifier. Errors: those of verify_bucket in
  /// verified_list.h; not_ready, also if there is no such bucket.
  [[nodiscard]] Result<void> verify_bucket(ListHandle list, std::uint32_t index, ByteSpan bucket_file) const;
  /// Returns the manifest of a list that is open, which means that it can give verdicts. Error: not_ready.
  [[nodiscard]] Result<const Manifest*> manifest(ListHandle list) const;
  /// Returns the manifest even if it can give no verdict, provided that it is its publisher's: the list may be
  /// withdrawn, expired or not published yet. It serves to describe the list, and nothing else. Error: not_ready.
  [[nodiscard]] Result<const Manifest*> described(ListHandle list) const;

  /// Takes what a person typed. It first wipes the identifier that was there before, and keeps nothing on an error.
  /// Errors: those of normalize.
  [[nodiscard]] Result<void> set_identifier(Kind kind, std::string_view typed);
  /// Wipes the identifier, its hashes and its evaluations. The count of disclosed bits stays.
  void clear_identifier();

  /// Returns what to fetch. This alone discloses nothing: the caller calls `record_request` when it makes the request,
  /// and does not make a request that stands out. Errors: not_ready; pinned_kind if the list holds another kind of
  /// identifier; those of check_freshness, because a list that could give no verdict is not asked.
  [[nodiscard]] Result<BucketRequest> request(ListHandle list, Timestamp now) const;
  /// Counts the request that `request` describes. Downloads of whole lists disclose nothing and are not counted.
  /// Errors: anonymity_floor if the request stands out; not_ready, pinned_kind.
  [[nodiscard]] Result<void> record_request(ListHandle list);
  [[nodiscard]] std::uint32_t disclosed_bits() const;

  /// Computes the identifier's slow hash, once for all lists that share salt and parameters.
  /// Errors: out_of_memory, not_ready, pinned_kind.
  [[nodiscard]] Result<void> hash(ListHandle list);

  /// Returns a string that is equal for lists with the same key and pinned evaluators, which one question to the
  /// evaluators serves. It is empty if the list has no key, so that nobody is asked. Error: not_ready.
  [[nodiscard]] Result<std::string> evaluation_group(ListHandle list) const;
  /// Returns what to ask. `uniform` is 64 random bytes, fresh for each check and each group, even for the same number.
  /// Errors: those of request and blind_input; evaluation_key; not_ready also if the list has no key.
  [[nodiscard]] Result<EvaluatorsRequest> ask_evaluators(ListHandle list, voprf::Uniform uniform, Timestamp now) const;
  /// Takes what came of the questions, which any session may have made from the same identifier and `uniform`. One
  /// success is enough for all lists that share the key. As answers come, it may be called again with all of them.
  /// Errors: those of evaluate_input; pinned_kind; not_ready, also if the list has no key.
  [[nodiscard]] Result<void> evaluate(ListHandle list, voprf::Uniform uniform, const voprf::Element& blinded,
                                      std::span<const EvaluatorAnswer> answers);

  /// Returns the verdict from the bucket that `request` named. It is `not_found` only if the list is fresh at `now`,
  /// the bucket's proof holds, the canary's hash was recomputed, and the canary's value is in this bucket. For a keyed
  /// list the canary's evaluation must also be verified, and evaluate() must have succeeded. The reason is canary_hash
  /// also if the number's tag, computed twice, does not come out the same.
  [[nodiscard]] Verdict decide(ListHandle list, ByteSpan bucket_file, Timestamp now) const;

 private:
  struct List {
    Pin pin;
    std::optional<VerifiedPointer> pointer;
    std::optional<Manifest> manifest;
    bool open = false;                   // The manifest can give verdicts.
    bool evaluation_proven = false;      // verify_canary_evaluation() has succeeded for this manifest.
    std::uint64_t highest_sequence = 0;  // The highest sequence that this sitting has seen.
  };
  /// A slow hash with the salt and the parameters that it was computed with.
  struct Hash {
    GroupSalt salt{};
    Argon2Params argon2{};
    std::string canary_text;  // The text that was hashed, if it is a canary's; empty for the identifier's hash.
    SlowHash hash;
  };
  /// The identifier's y under the key of a keyed list.
  struct Evaluated {
    voprf::Element public_key{};
    voprf::Output y;
  };
  [[nodiscard]] const voprf::Output* find_evaluated(const voprf::EvaluationKey& key) const;
  /// Returns the manifest of a list that is open, fresh, and of the identifier's kind.
  [[nodiscard]] Result<const Manifest*> fresh_for_identifier(ListHandle list, Timestamp now) const;
  [[nodiscard]] Result<const Manifest*> manifest_for_identifier(ListHandle list) const;
  [[nodiscard]] static const Hash* find_hash(const std::vector<Hash>& hashes, const Manifest& manifest,
                                             std::string_view canary_text);
  /// Returns the hash from `hashes`, and first computes it and puts it there if it is missing.
  [[nodiscard]] static Result<const Hash*> hash_once(std::vector<Hash>& hashes, const Manifest& manifest,
                                                     std::string_view canary_text, ByteSpan message);

  // A list keeps its place in memory when others are added, because callers hold pointers to its manifest.
  std::vector<std::unique_ptr<List>> lists_;
  std::vector<Hash> canaries_;
  std::optional<CanonicalForm> identifier_;
  std::vector<Hash> identifier_hashes_;
  std::vector<std::unique_ptr<Evaluated>> evaluated_;
  DisclosureLog disclosed_;
};

}  // namespace selfcheck
