// The manifest, which describes one edition of a list. docs/FORMAT.md section 7 has the fields and their ranges.
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

/// What readers are told about the list, in one language. All of it is UTF-8.
struct ListTexts {
  std::string language;   // A BCP 47 tag, such as `en`, `hi` or `pa-Guru`.
  std::string title;      // 1 to 400 bytes.
  std::string publisher;  // 1 to 400 bytes.
  std::string about;      // 0 to 4000 bytes.
  std::string link;       // An https URL of up to 1000 bytes, or empty.
};

/// A string that no identifier can be, with its slow hash. Its value is in every bucket, and a client that can't
/// compute its hash, or can't find its value, must not say "not found".
struct Canary {
  std::string text;  // `canary:` and 13 hex digits, which are kCanonicalSize bytes.
  ByteArray<32> hash{};
  // Only a keyed list has these two.
  voprf::Element evaluation{};  // Z_c, which is K * HashToGroup(text).
  voprf::Proof proof{};         // The proof that Z_c was made with the key whose public part is P.
};

struct Manifest {
  ListId list_id{};
  Kind kind = Kind::mobile;
  std::uint64_t sequence = 1;  // The edition's number, which grows with each edition.
  Timestamp published = 0;
  Timestamp valid_until = 0;  // At most kMaxValidity after `published`.
  bool withdrawn = false;
  bool test = false;  // The data is not real, and every surface says "test list".

  GroupSalt group_salt{};
  Argon2Params argon2{};
  Nonce nonce{};

  std::uint64_t entries = 0;  // How many distinct identifiers the list has.
  std::uint64_t k = 100;      // How many of them every bucket has at least, unless there is only one bucket.
  std::uint32_t bits = 0;     // There are 2^bits buckets.
  ValueSpace values{};        // How many values each bucket has, and how large they are.
  Digest root{};
  Canary canary{};
  std::optional<voprf::EvaluationKey> evaluation;  // A keyed list has it, and no other list does.
  std::vector<ListTexts> texts;                    // There is at least one language.

  /// Returns whether the list's scheme is kKeyedScheme, so that no tag can be made without its evaluators.
  [[nodiscard]] bool is_keyed() const { return evaluation.has_value(); }

  /// Returns the size in bytes of every bucket file: the Elias-Fano body, and a proof of 32 bytes for each of `bits`.
  [[nodiscard]] std::uint64_t bucket_file_size() const;
  [[nodiscard]] std::uint64_t bucket_count() const { return std::uint64_t{1} << bits; }
  /// Returns the texts in the language with this tag, or else in English, or else the first ones.
  [[nodiscard]] const ListTexts& texts_for(std::string_view language) const;
};

/// Reads a manifest strictly (json.h) and checks every limit of docs/FORMAT.md section 7, the anonymity floors
/// included. It does not verify the canary's proof, which canary.h does. Errors: the JSON group; limits,
/// anonymity_floor, evaluation_key.
[[nodiscard]] Result<Manifest> parse_manifest(ByteSpan json);

/// Checks each field of `manifest`, and what they have to do with one another, as `parse_manifest` does. Errors:
/// field_value, limits, anonymity_floor, evaluation_key.
[[nodiscard]] Result<void> validate_fields(const Manifest& manifest);

/// Checks whether all of `manifest` can be read again once it is written, which a builder asks before it starts:
/// besides its fields, that it has one text in each language. Errors: those of `validate_fields`.
[[nodiscard]] Result<void> validate(const Manifest& manifest);

/// Returns the manifest in the one form that the builder writes: keys in a fixed order, two spaces of indentation, and
/// a final newline.
std::string write_manifest(const Manifest& manifest);

/// Reads `{"n": ..., "commitments": [...]}`, as it stands in a manifest. Errors: the JSON group; evaluation_key.
[[nodiscard]] Result<voprf::EvaluationKey> parse_evaluation(ByteSpan json);
/// Returns the key in the one form that the command `deal` writes: two spaces of indentation, and a final newline.
std::string write_evaluation(const voprf::EvaluationKey& key);

/// Reads `{"en": {"title": ..., "publisher": ..., "about": ..., "link": ...}, ...}`, as it stands in a manifest.
/// Errors: the JSON group.
[[nodiscard]] Result<std::vector<ListTexts>> parse_texts(ByteSpan json);

}  // namespace selfcheck
