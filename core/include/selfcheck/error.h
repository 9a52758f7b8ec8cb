// Errors are values: a stable code, the place it concerns, and at most one number. Every string in an
// Error has static storage, so no error can carry a piece of what somebody typed.
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

namespace selfcheck {

/// What went wrong. The names (`error_name`) are a stable interface: the page's messages, the CLI's
/// `--json` output and the test vectors all use them. Add codes; never change the meaning of one.
enum class ErrorCode : std::uint8_t {
  none,

  // What was typed is not an identifier of the kind (identifier.h).
  empty,                 // nothing but spaces and punctuation
  too_short,             // Error::number = digits still missing
  too_long,              // Error::number = digits too many (0: more input than any number has)
  first_digit,           // a mobile number starts with 6-9, an Aadhaar number with 2-9
  check_digit,           // the Aadhaar check digit does not fit: a digit is wrong or two are swapped
  letters,               // letters among the digits
  masked,                // digits hidden behind X, *, # or bullets
  mixed_digits,          // digits of two scripts in one number
  unexpected_character,  // anything else that is neither a digit nor punctuation used in numbers
  minus_sign,            // a hyphen before the first digit or after the last one: a negative number
  brackets,        // the number, or its end, in brackets, as accountants write negative numbers; or no pair of brackets
  decimal_point,   // what reads as a decimal
  unclear_prefix,  // a 91 without `+` that may be a prefix or the number's own beginning
  country_code,    // a mobile number with another country's prefix
  looks_like_aadhaar,  // a valid Aadhaar number where a mobile number is expected
  looks_like_mobile,   // a +91 number where an Aadhaar number is expected
  virtual_id,          // 16 digits: an Aadhaar virtual ID, which lists do not contain
  invalid_utf8,

  // JSON and its fields (json.h, manifest.h, pins.h). Error::place names the field.
  json_syntax,  // Error::number = byte offset
  json_duplicate_key,
  json_number,  // a fraction, a negative number, or more than 2^53-1
  json_too_large,
  json_too_deep,
  field_missing,
  field_type,
  field_value,
  unsupported_format,  // not `selfcheck-list/1`: a newer client is needed
  unsupported_scheme,
  unsupported_critical,  // `crit` names a field this version does not know
  limits,                // a parameter is outside what a client accepts

  // Authenticity (minisign.h, verified_list.h).
  signature_format,
  signature_unknown_key,  // made with a key that is not pinned
  signature_invalid,
  pointer_format,     // the trusted comment does not name a manifest
  manifest_mismatch,  // the manifest is not the one that the pointer, or the pin, names
  pinned_list_id,     // a list of this publisher, but another one
  pinned_kind,
  key_format,
  key_password,  // a secret key that needs a password, or another one

  // Freshness (verified_list.h).
  sequence_too_low,   // older than the pin allows: somebody may be replaying an old edition
  withdrawn,          // the publisher has withdrawn the list
  expired,            // `valid_until` has passed
  not_yet_published,  // the clock is before `published`: the device's date is wrong

  // Buckets and the check (check_session.h).
  anonymity_floor,  // a request would single people out; it is not made
  bucket_length,
  bucket_proof,
  bucket_encoding,
  canary_hash,     // this engine computes H or T wrongly, or the manifest is wrong
  canary_missing,  // the bucket lacks the canary

  // Keyed lists (evaluation.h).
  evaluation_key,          // a manifest's `evaluation`, or the canary's, is not what it has to be
  evaluators_pinned,       // the pin names fewer evaluators than the list needs, or one that it does not have
  no_randomness,           // nothing to blind the identifier with
  evaluators_busy,         // Error::number = seconds to wait, 0 if none said
  evaluation_ended,        // the evaluators have no such share any more
  evaluation_invalid,      // an evaluator, or this machine, has computed wrongly
  evaluators_unreachable,  // too few have answered

  out_of_memory,
  not_ready,  // a step of the check was left out

  // Building (layout.h, bucket_builder.h).
  no_entries,
  too_many_entries,
};

/// `too_short`, `signature_invalid`, ...: the code's name in this header.
std::string_view error_name(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::none;
  std::string_view place{};  // static text: a field's or file's name, or empty
  std::uint64_t number = 0;  // as the code's comment says, else 0

  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string_view place = {}, std::uint64_t number = 0) {
  return tl::unexpected<Error>(Error{code, place, number});
}

}  // namespace selfcheck
