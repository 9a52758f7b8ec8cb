#include "selfcheck/error.h"

namespace selfcheck {

std::string_view error_name(ErrorCode code) {
  switch (code) {
#define SELFCHECK_NAME(name) \
  case ErrorCode::name:      \
    return #name
    SELFCHECK_NAME(none);
    SELFCHECK_NAME(empty);
    SELFCHECK_NAME(too_short);
    SELFCHECK_NAME(too_long);
    SELFCHECK_NAME(first_digit);
    SELFCHECK_NAME(check_digit);
    SELFCHECK_NAME(letters);
    SELFCHECK_NAME(masked);
    SELFCHECK_NAME(mixed_digits);
    SELFCHECK_NAME(unexpected_character);
    SELFCHECK_NAME(minus_sign);
    SELFCHECK_NAME(brackets);
    SELFCHECK_NAME(decimal_point);
    SELFCHECK_NAME(unclear_prefix);
    SELFCHECK_NAME(country_code);
    SELFCHECK_NAME(looks_like_aadhaar);
    SELFCHECK_NAME(looks_like_mobile);
    SELFCHECK_NAME(virtual_id);
    SELFCHECK_NAME(invalid_utf8);
    SELFCHECK_NAME(json_syntax);
    SELFCHECK_NAME(json_duplicate_key);
    SELFCHECK_NAME(json_number);
    SELFCHECK_NAME(json_too_large);
    SELFCHECK_NAME(json_too_deep);
    SELFCHECK_NAME(field_missing);
    SELFCHECK_NAME(field_type);
    SELFCHECK_NAME(field_value);
    SELFCHECK_NAME(unsupported_format);
    SELFCHECK_NAME(unsupported_scheme);
    SELFCHECK_NAME(unsupported_critical);
    SELFCHECK_NAME(limits);
    SELFCHECK_NAME(signature_format);
    SELFCHECK_NAME(signature_unknown_key);
    SELFCHECK_NAME(signature_invalid);
    SELFCHECK_NAME(pointer_format);
    SELFCHECK_NAME(manifest_mismatch);
    SELFCHECK_NAME(pinned_list_id);
    SELFCHECK_NAME(pinned_kind);
    SELFCHECK_NAME(key_format);
    SELFCHECK_NAME(key_password);
    SELFCHECK_NAME(sequence_too_low);
    SELFCHECK_NAME(withdrawn);
    SELFCHECK_NAME(expired);
    SELFCHECK_NAME(not_yet_published);
    SELFCHECK_NAME(anonymity_floor);
    SELFCHECK_NAME(bucket_length);
    SELFCHECK_NAME(bucket_proof);
    SELFCHECK_NAME(bucket_encoding);
    SELFCHECK_NAME(canary_hash);
    SELFCHECK_NAME(canary_missing);
    SELFCHECK_NAME(evaluation_key);
    SELFCHECK_NAME(evaluators_pinned);
    SELFCHECK_NAME(no_randomness);
    SELFCHECK_NAME(evaluators_busy);
    SELFCHECK_NAME(evaluation_ended);
    SELFCHECK_NAME(evaluation_invalid);
    SELFCHECK_NAME(evaluators_unreachable);
    SELFCHECK_NAME(out_of_memory);
    SELFCHECK_NAME(not_ready);
    SELFCHECK_NAME(no_entries);
    SELFCHECK_NAME(too_many_entries);
#undef SELFCHECK_NAME
  }
  return "unknown";
}

}  // namespace selfcheck
