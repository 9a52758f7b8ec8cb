// Errors are values: a stable code, the place that it concerns, and at most one number. Every string in an Error has
// static storage, so that no error can carry a piece of what somebody typed.
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

namespace selfcheck {

/// What went wrong. The names (`error_name`) are a stable interface: the page's messages, the CLI's `--json` output and
/// the test vectors all use them. Codes may be added, but the meaning of a code never changes.
enum class ErrorCode : std::uint8_t {
  none,

  // What was typed is not an identifier of the wanted kind (identifier.h).
  empty,                 // There is nothing but spaces and punctuation.
  too_short,             // Digits are missing; Error::number says how many.
  too_long,              // There are too many digits; Error::number says how many, and is 0 for far too much input.
  first_digit,           // A mobile number starts with 6-9, and an Aadhaar number with 2-9; this one does not.
  check_digit,           // The Aadhaar check digit does not fit: a digit is wrong or two are swapped.
  letters,               // There are letters among the digits.
  masked,                // Digits are hidden behind X, *, # or bullets.
  mixed_digits,          // One number has digits of two scripts.
  unexpected_character,  // Some other character is neither a digit nor punctuation that is used in numbers.
  minus_sign,            // A hyphen before the first digit or after the last one would make the number negative.
  // The number, or its end, stands in brackets, as accountants write negative numbers; or the brackets don't pair.
  brackets,
  decimal_point,       // The number reads as a decimal.
  unclear_prefix,      // A 91 without `+` may be a prefix or the number's own beginning.
  country_code,        // A mobile number has another country's prefix.
  looks_like_aadhaar,  // A valid Aadhaar number stands where a mobile number is expected.
  looks_like_mobile,   // A +91 number stands where an Aadhaar number is expected.
  virtual_id,          // The 16 digits are an Aadhaar virtual ID, which lists do not contain.
  invalid_utf8,

  // A JSON document or one of its fields is wrong (json.h, manifest.h, pins.h). Error::place names the field, and
  // Error::number is the byte at which the document is wrong (json::parse says which), or which of a pins file's lists
  // is wrong, counted from 1.
  json_syntax,
  json_duplicate_key,
  json_number,  // A number is a fraction, negative, or more than 2^53-1.
  json_too_large,
  json_too_deep,
  field_missing,
  field_type,
  field_value,
  unsupported_format,  // The format is not `selfcheck-list/1` (for pins `selfcheck-pins/1`): a newer client is needed.
  unsupported_scheme,
  unsupported_critical,  // `crit` names a field that this version does not know.
  limits,                // A parameter is outside what a client accepts.

  // Something is not authentic, or a key can't be used (minisign.h, verified_list.h).
  signature_format,
  signature_unknown_key,  // The signature was made with a key that is not pinned.
  signature_invalid,
  pointer_format,     // The trusted comment does not name a manifest.
  manifest_mismatch,  // The manifest is not the one that the pointer, or the pin, names.
  pinned_list_id,     // The list is this publisher's, but not the one that is pinned.
  pinned_kind,
  key_format,    // A key is not in minisign's form, or is none that a signature can be made with.
  key_password,  // A secret key needs a password, or another one than was given.

  // The list is not to be used at this time (verified_list.h).
  sequence_too_low,   // The edition is older than the pin or the sitting allows: somebody may be replaying an old one.
  withdrawn,          // The publisher has withdrawn the list.
  expired,            // `valid_until` has passed.
  not_yet_published,  // The clock is before `published`: the device's date is wrong.

  // A bucket is wrong, or the check of it fails (check_session.h).
  anonymity_floor,  // A request would single people out; it is not made.
  bucket_length,
  bucket_proof,
  bucket_encoding,
  canary_hash,     // This engine computes H or T wrongly, or the manifest is wrong.
  canary_missing,  // The bucket lacks the canary.

  // A keyed list can't be evaluated (evaluation.h).
  evaluation_key,          // A manifest's `evaluation`, or the canary's, is not what it has to be.
  evaluators_pinned,       // The pin names fewer evaluators than the list needs, or one that the list does not have.
  no_randomness,           // There is no randomness with which to blind the identifier.
  evaluators_busy,         // Error::number is how many seconds to wait, or 0 if no evaluator said.
  evaluation_ended,        // The evaluators no longer have such a share.
  evaluation_invalid,      // An evaluator, or this machine, has computed wrongly.
  evaluators_unreachable,  // Too few evaluators have answered.

  out_of_memory,
  not_ready,  // A step of the check was left out.

  // A list can't be built (layout.h, bucket_builder.h).
  no_entries,
  too_many_entries,
};

/// Returns the code's name in this header, such as `too_short`.
std::string_view error_name(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::none;
  std::string_view place{};  // The name of a field or a file, as static text, or empty.
  std::uint64_t number = 0;  // What the code's comment says of it, or 0.

  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string_view place = {}, std::uint64_t number = 0) {
  return tl::unexpected<Error>(Error{code, place, number});
}

}  // namespace selfcheck
