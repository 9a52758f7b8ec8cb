// Identifiers: from what a person types to the canonical form that is hashed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"

namespace selfcheck {

enum class Kind : std::uint8_t { mobile, aadhaar };
inline constexpr std::array kKinds{Kind::mobile, Kind::aadhaar};

/// Every canonical form, and the canary, has this size, so a hash's timing tells nothing about the kind.
inline constexpr std::size_t kCanonicalSize = 20;

/// What is known of a kind. `kind_traits` holds the table: a kind is added there.
struct KindTraits {
  std::string_view name;          // in manifests, pins and on the command line
  std::string_view prefix;        // of the canonical form; ASCII
  std::uint8_t digits;            // that follow the prefix
  char first_digit_min;           // the first digit is this or higher, '9' at most
  bool verhoeff;                  // the last digit is a Verhoeff check digit
  std::string_view calling_code;  // may be typed before the number (`+91`, `0091`, `91`); empty: none
  std::string_view trunk_prefix;  // may be typed before the number (`0`); empty: none
  std::uint64_t population;       // in use, rounded down: what an anonymity set is counted from
  std::uint64_t possible;         // that fit the rules: what an attacker would have to try
};

const KindTraits& kind_traits(Kind kind);
std::optional<Kind> kind_from_name(std::string_view name);

/// The bytes that are hashed: `mobile:+91` and 10 digits, or `aadhaar:` and 12 digits. ASCII, 20 bytes.
/// Wiped when it goes.
class CanonicalForm {
 public:
  CanonicalForm(const CanonicalForm&) = default;
  CanonicalForm& operator=(const CanonicalForm&) = default;
  ~CanonicalForm() { sodium_memzero(bytes_.data(), bytes_.size()); }

  /// `digits` must be what `normalize` gives; use that for anything a person wrote. Ends the program if there are not
  /// as many as the kind has.
  static CanonicalForm from_valid_digits(Kind kind, std::string_view digits);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::span<const std::uint8_t, kCanonicalSize> bytes() const { return bytes_; }
  [[nodiscard]] std::string_view digits() const;

  friend bool operator==(const CanonicalForm&, const CanonicalForm&) = default;

 private:
  explicit CanonicalForm(Kind kind) : kind_(kind) {}
  Kind kind_;
  ByteArray<kCanonicalSize> bytes_{};
};

/// Longest input looked at, in bytes: a number in any script with room for punctuation.
inline constexpr std::size_t kMaxTypedSize = 256;

/// Reads what a person typed or pasted, as UTF-8, by the grammar of docs/FORMAT.md section 2, which lists every code
/// point.
///
/// Accepted: the decimal digits of ASCII, full-width, Arabic-Indic and extended Arabic-Indic, Devanagari, Bengali,
/// Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada and Malayalam, all from one script; between them blanks, hyphens,
/// dots (two or more: one is a decimal point) and brackets around what is not the end; around them blanks, tabs and
/// line ends; anywhere what is invisible; for a mobile number the prefixes `+91`, `0091`, `91` and `0`, and a `0`
/// before or after a `91`, where the grouping doesn't say otherwise. Everything else is an error of its own, never a
/// guess: what is dropped between digits, or taken off before them, could make somebody else's number of one.
///
/// Errors: the first group of ErrorCode. While a number is still being typed the error is too_short, or empty, as long
/// as the number can become a valid one; except after a `91` without a plus, which shows itself as a prefix only when
/// the number is whole (until then too_long or unclear_prefix).
[[nodiscard]] Result<CanonicalForm> normalize(Kind kind, std::string_view typed);

}  // namespace selfcheck
