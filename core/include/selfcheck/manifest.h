// The manifest: what one edition of a list is. docs/FORMAT.md section 7 has the fields and their ranges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "selfcheck/bucket_index.h"
#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"
#include "selfcheck/timestamp.h"
#include "selfcheck/voprf/dleq.h"
#include "selfcheck/voprf/shares.h"

namespace selfcheck {

inline constexpr std::string_view kListFormat = "selfcheck-list/1";
inline constexpr std::string_view kScheme = "argon2id";
inline constexpr std::string_view kKeyedScheme = "voprf-argon2id";
inline constexpr std::size_t kMaxManifestSize = 64 * 1024;
inline constexpr std::size_t kMaxBucketFileSize = 1024 * 1024;
inline constexpr Timestamp kMaxValidity = 400 * kSecondsPerDay;

/// What a reader is told about the list, in one language. UTF-8; lengths in bytes.
struct ListTexts {
  std::string language;   // BCP 47: `en`, `hi`, `pa-Guru`
  std::string title;      // 1 to 400
  std::string publisher;  // 1 to 400
  std::string about;      // 0 to 4000
  std::string link;       // empty, or https, up to 1000
};

/// A string that no identifier can be, with its slow hash: it is in every bucket, and a client that can't compute
/// its hash, or find it, must not say "not found".
struct Canary {
  std::string text;  // `canary:` and 13 hex digits: kCanonicalSize bytes
  ByteArray<32> hash{};
  // Of a keyed list.
  voprf::Element evaluation{};  // Z_c: K * HashToGroup(text)
  voprf::Proof proof{};         // of Z_c under P
};

struct Manifest {
  ListId list_id{};
  Kind kind = Kind::mobile;
  std::uint64_t sequence = 1;  // counts the editions of a list
  Timestamp published = 0;
  Timestamp valid_until = 0;  // at most kMaxValidity after `published`
  bool withdrawn = false;
  bool test = false;  // every surface says "test list"

  GroupSalt group_salt{};
  Argon2Params argon2{};
  Nonce nonce{};

  std::uint64_t entries = 0;  // distinct identifiers in the list
  std::uint64_t k = 100;      // fewest of them in any bucket, unless there is only one
  std::uint32_t bits = 0;     // 2^bits buckets
  ValueSpace values{};        // of each bucket
  Digest root{};
  Canary canary{};
  std::optional<voprf::EvaluationKey> evaluation;  // of a keyed list, and of no other
  std::vector<ListTexts> texts;                    // at least one

  /// Whether its scheme is kKeyedScheme: no tag without its evaluators.
  [[nodiscard]] bool is_keyed() const { return evaluation.has_value(); }

  /// Bytes of every bucket file: the Elias-Fano body and 32 bytes of proof a bit.
  [[nodiscard]] std::uint64_t bucket_file_size() const;
  [[nodiscard]] std::uint64_t bucket_count() const { return std::uint64_t{1} << bits; }
  /// For a language tag: that language, else English, else the first.
  [[nodiscard]] const ListTexts& texts_for(std::string_view language) const;
};

/// Strict (json.h), and within every limit of docs/FORMAT.md section 7, the anonymity floors included.
/// Errors: the JSON group; limits, anonymity_floor, evaluation_key. The canary's proof is not verified (canary.h).
[[nodiscard]] Result<Manifest> parse_manifest(ByteSpan json);

/// Whether `manifest` would be accepted. `parse_manifest` calls this; a builder calls it before it starts.
[[nodiscard]] Result<void> validate(const Manifest& manifest);

/// The one form that the builder writes: fixed order, two spaces, a final newline.
std::string write_manifest(const Manifest& manifest);

/// `{"n": ..., "commitments": [...]}`, as in a manifest. Errors: the JSON group; evaluation_key.
[[nodiscard]] Result<voprf::EvaluationKey> parse_evaluation(ByteSpan json);
/// The one form that `deal` writes: two spaces, a final newline.
std::string write_evaluation(const voprf::EvaluationKey& key);

/// `{"en": {"title": ..., "publisher": ..., "about": ..., "link": ...}, ...}`, as in a manifest.
[[nodiscard]] Result<std::vector<ListTexts>> parse_texts(ByteSpan json);

}  // namespace selfcheck
