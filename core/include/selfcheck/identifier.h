// Identifiers, from what a person types to the canonical form that is hashed.
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

/// The size in bytes of every canonical form and of the canary's text. As it is the same for all, the time that a hash
/// takes tells nothing about the kind.
inline constexpr std::size_t kCanonicalSize = 20;

/// What is known of a kind of identifier. A new kind is added to the table behind `kind_traits`.
struct KindTraits {
  std::string_view name;          // The kind's name in manifests, in pins and on the command line.
  std::string_view prefix;        // What the canonical form begins with, in ASCII.
  std::uint8_t digits;            // How many digits follow the prefix.
  char first_digit_min;           // The lowest first digit; the highest is '9'.
  bool verhoeff;                  // Whether the last digit is a Verhoeff check digit.
  std::string_view calling_code;  // May be typed before the number (`+91`, `0091`, `91`); empty if there is none.
  std::string_view trunk_prefix;  // May be typed before the number (`0`); empty if there is none.
  std::uint64_t population;       // How many numbers are in use, rounded down; anonymity sets are counted from it.
  std::uint64_t possible;         // How many numbers fit the rules, which an attacker would have to try.
};

const KindTraits& kind_traits(Kind kind);
std::optional<Kind> kind_from_name(std::string_view name);

/// The 20 bytes of ASCII that are hashed: `mobile:+91` and 10 digits, or `aadhaar:` and 12 digits. They are wiped when
/// the object is destroyed.
class CanonicalForm {
 public:
  CanonicalForm(const CanonicalForm&) = default;
  CanonicalForm& operator=(const CanonicalForm&) = default;
  ~CanonicalForm() { sodium_memzero(bytes_.data(), bytes_.size()); }

  /// Makes the form of digits that are known to be valid, as those of a form that `normalize` returned. What a person
  /// wrote goes through `normalize` instead. Ends the program if there are not as many digits as the kind has.
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

/// The longest input that is looked at, in bytes: a number in any script, with room for punctuation.
inline constexpr std::size_t kMaxTypedSize = 256;

/// Reads what a person typed or pasted, as UTF-8, by the grammar of docs/FORMAT.md section 2, which lists every code
/// point.
///
/// It accepts the decimal digits of ASCII, full-width, Arabic-Indic and extended Arabic-Indic, Devanagari, Bengali,
/// Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada and Malayalam, if all are from one script. Between them may stand
/// blanks, hyphens, dots (at least two, as a single one is a decimal point) and brackets around what is not the end;
/// around them blanks, tabs and line ends; and anywhere what is invisible. A mobile number may have the prefixes `+91`,
/// `0091`, `91` and `0`, and a `0` before or after a `91`, where the grouping doesn't say otherwise. Everything else is
/// an error of its own, never a guess, because dropping a character between digits or digits before the number could
/// make it somebody else's number.
///
/// Errors: the first group of ErrorCode. While a number is still being typed, the error is too_short or empty as long
/// as the number can become a valid one. The exception is a number after a `91` without a plus, which shows itself as a
/// prefix only when the number is whole: until then the error is too_long or unclear_prefix.
[[nodiscard]] Result<CanonicalForm> normalize(Kind kind, std::string_view typed);

}  // namespace selfcheck
