#include "base/messages.h"

#include <fmt/format.h>

#include <array>
#include <span>

#include "base/wording.h"

namespace selfcheck::cli {
namespace {

std::string field(const Error& error) {
  return error.place.empty() ? std::string("a field") : fmt::format("'{}'", error.place);
}

std::string at_byte(const Error& error) { return fmt::format(" (at byte {})", error.number); }

// Says which list of a pins file is meant. Errors of other files have no such number.
std::string of_list(const Error& error) {
  return error.number == 0 ? std::string() : fmt::format("list {} of the pins file: ", error.number);
}

struct FieldRule {
  std::string_view field;
  std::string_view rule;
};

// What each field may hold, in short: docs/FORMAT.md, sections 7 and 8.
constexpr std::array<FieldRule, 22> kFieldRules{{
    {"title", "1 to 400 bytes of UTF-8, in one line, without control or direction characters"},
    {"publisher", "1 to 400 bytes of UTF-8, in one line, without control or direction characters"},
    {"about", "at most 4,000 bytes of UTF-8, in one line, without control or direction characters"},
    {"link", "empty, or an https:// address of at most 1,000 bytes in ASCII, without user name, spaces or quotes"},
    {"texts", "1 to 64 languages, each a tag such as en, hi or pa-Arab"},
    {"kind", "mobile or aadhaar"},
    {"sequence", "a whole number from 1 to 2^53-1"},
    {"published", "a time like 2026-11-23T09:30:00Z, in the years 2000 to 9999"},
    {"valid_until", "a time like 2026-11-23T09:30:00Z, in the years 2000 to 9999"},
    {"list_id", "32 lowercase hexadecimal digits"},
    {"group_salt", "32 lowercase hexadecimal digits"},
    {"nonce", "32 lowercase hexadecimal digits"},
    {"root", "64 lowercase hexadecimal digits"},
    {"manifest", "64 lowercase hexadecimal digits"},
    {"canary", "canary: and 13 lowercase hexadecimal digits, and a hash of 64"},
    {"crit", "at most 32 names"},
    {"id", "1 to 64 of a-z, 0-9 and -, and no other pin has it"},
    {"url", "an address that ends in /, without ? and #: https, relative to the page, or http on this machine"},
    {"keys", "1 to 8 keys"},
    {"commitments", "a list of elements, 64 lowercase hexadecimal digits each"},
    {"evaluators", "1 to 7 of an index from 1 to 7 and an address, none of them twice"},
    {"lists", "1 to 64 pins"},
}};

// The limits that every client enforces, in short: docs/FORMAT.md, section 7.
constexpr std::array<FieldRule, 6> kLimitRules{{
    {"valid_until", "after 'published', and at most 400 days later"},
    {"ops", "1 to 10, and times mem_kib what the format allows"},
    {"mem_kib", "8,192 to 262,144"},
    {"p", "8 to 40"},
    {"k", "from 1 to 2^37-1"},
    {"entries", "at least k for each bucket, if there are several, and no more than the buckets hold"},
}};

// Returns the field's name, `problem`, and the rule for that field if `rules` have one.
std::string with_rule(const Error& error, std::string_view problem, std::span<const FieldRule> rules) {
  for (const auto& [name, rule] : rules) {
    if (name == error.place) return fmt::format("{}{} {}: it must be {}", of_list(error), field(error), problem, rule);
  }
  return fmt::format("{}{} {}", of_list(error), field(error), problem);
}

}  // namespace

// Neither of these two switches has a default, so that a code that is added to the core does not compile here until it
// has words (-Werror=switch in CMakeLists.txt).
std::string describe(const Error& error) {
  switch (error.code) {
    case ErrorCode::none:
      return "no error";

    case ErrorCode::empty:
      return "there is no number in it";
    case ErrorCode::too_short:
      return error.number == 0 ? "the number is too short"
                               : fmt::format("the number is too short: {} digit{} missing", error.number,
                                             error.number == 1 ? "" : "s");
    case ErrorCode::too_long:
      return error.number == 0 ? "it is longer than any number"
                               : fmt::format("the number is too long: {} digit{} too many", error.number,
                                             error.number == 1 ? "" : "s");
    case ErrorCode::first_digit:
      return "no number of this kind starts with that digit";
    case ErrorCode::check_digit:
      return "the check digit does not fit: a digit is wrong, or two are swapped";
    case ErrorCode::letters:
      return "there are letters in the number";
    case ErrorCode::masked:
      return "some digits are hidden";
    case ErrorCode::mixed_digits:
      return "the digits are of two scripts";
    case ErrorCode::unexpected_character:
      return "there is a character that no number has";
    case ErrorCode::minus_sign:
      return "it has a minus sign: a spreadsheet may have calculated with the number";
    case ErrorCode::brackets:
      return "the number or its end is in brackets, which can mean a negative number or an extension";
    case ErrorCode::decimal_point:
      return "it reads as a decimal";
    case ErrorCode::unclear_prefix:
      return "it can't be told whether the 91 at its beginning is the country code";
    case ErrorCode::country_code:
      return "it is a number of another country";
    case ErrorCode::looks_like_aadhaar:
      return "it is an Aadhaar number, not a mobile number";
    case ErrorCode::looks_like_mobile:
      return "it is a mobile number, not an Aadhaar number";
    case ErrorCode::virtual_id:
      return "it is an Aadhaar virtual ID (16 digits), which lists do not contain";
    case ErrorCode::invalid_utf8:
      return "the text is not UTF-8";

    case ErrorCode::json_syntax:
      return "the JSON is malformed" + at_byte(error);
    case ErrorCode::json_duplicate_key:
      return "the JSON has a key twice in one object" + at_byte(error);
    case ErrorCode::json_number:
      return "the JSON has a number that is not an integer from 0 to 2^53-1" + at_byte(error);
    case ErrorCode::json_too_large:
      return "the JSON file is too large";
    case ErrorCode::json_too_deep:
      return "the JSON is nested too deep" + at_byte(error);
    case ErrorCode::field_missing:
      return fmt::format("{}{} is missing", of_list(error), field(error));
    case ErrorCode::field_type:
      return fmt::format("{}{} has the wrong type", of_list(error), field(error));
    case ErrorCode::field_value:
      return with_rule(error, "has a value that is not allowed", kFieldRules);
    case ErrorCode::unsupported_format:
      return "it is in a format that this version does not know";
    case ErrorCode::unsupported_scheme:
      return "it uses a hash scheme that this version does not know";
    case ErrorCode::unsupported_critical:
      return "it needs something that this version does not know";
    case ErrorCode::limits:
      return with_rule(error, "is outside the limits that every client enforces", kLimitRules);

    case ErrorCode::signature_format:
      return "the signature file is not in minisign's form";
    case ErrorCode::signature_unknown_key:
      return "the list is signed with a key that is not trusted";
    case ErrorCode::signature_invalid:
      return "the signature is wrong: something was changed after signing";
    case ErrorCode::pointer_format:
      return "the signature does not name a manifest";
    case ErrorCode::manifest_mismatch:
      return "the manifest is not the one that was signed or pinned";
    case ErrorCode::pinned_list_id:
      return "it is another list of the same publisher";
    case ErrorCode::pinned_kind:
      return "the list holds another kind of number";
    case ErrorCode::key_format:
      return of_list(error) + "the key is none that minisign makes: it may be cut off or mistyped";
    case ErrorCode::key_password:
      return "the secret key's password is missing or wrong";

    case ErrorCode::sequence_too_low:
      return "it is an older edition than the pin allows";
    case ErrorCode::withdrawn:
      return "the publisher has withdrawn the list";
    case ErrorCode::expired:
      return "the list has expired";
    case ErrorCode::not_yet_published:
      return "the list's date lies ahead of this machine's clock";

    case ErrorCode::anonymity_floor:
      return "a request to this list would be shared with too few people";
    case ErrorCode::bucket_length:
      return "a bucket file has the wrong length";
    case ErrorCode::bucket_proof:
      return "a bucket file is not the one that was signed";
    case ErrorCode::bucket_encoding:
      return "a bucket file is not encoded as the format says";
    case ErrorCode::canary_hash:
      return "this machine and the list disagree about the canary's hash";
    case ErrorCode::canary_missing:
      return "the canary is not in the bucket";
    case ErrorCode::evaluation_key:
      return "what the list says of its key, or of the canary's evaluation with it, does not hold";
    case ErrorCode::evaluators_pinned:
      return "the pin does not name the evaluators that this keyed list needs";
    case ErrorCode::no_randomness:
      return "this machine gave no random numbers";
    case ErrorCode::evaluators_busy:
      return error.number == 0 ? std::string("too few evaluators have answered, and at least one is busy")
                               : fmt::format("too few evaluators have answered, and one asks to wait {}",
                                             counted(error.number, "second", "seconds"));
    case ErrorCode::evaluation_ended:
      return "too few evaluators have answered, and at least one no longer has its share of this list's key";
    case ErrorCode::evaluation_invalid:
      return "too few good answers: an evaluator, or this machine, has computed wrongly";
    case ErrorCode::evaluators_unreachable:
      return "too few evaluators can be reached, or have answered in time";
    case ErrorCode::out_of_memory:
      return "there is not enough memory for the hash";
    case ErrorCode::not_ready:
      return "a step of the check was left out";

    case ErrorCode::no_entries:
      return "there is no valid number in the input";
    case ErrorCode::too_many_entries:
      return "there are more numbers than the buckets can hold";
  }
  return "unknown error";
}

std::string_view advice(ErrorCode code) {
  constexpr std::string_view kAskPublisher = "don't rely on this copy; get it again from the publisher, and tell them";
  constexpr std::string_view kUpdate = "update selfcheck";
  constexpr std::string_view kWholeNumber = "give the whole number: 10 digits for mobile, 12 for aadhaar";
  switch (code) {
    case ErrorCode::empty:
    case ErrorCode::too_short:
    case ErrorCode::too_long:
    case ErrorCode::letters:
    case ErrorCode::masked:
    case ErrorCode::virtual_id:
      return kWholeNumber;
    case ErrorCode::first_digit:
      return "mobile numbers start with 6 to 9, Aadhaar numbers with 2 to 9";
    case ErrorCode::check_digit:
      return "compare it with the card, digit by digit";
    case ErrorCode::mixed_digits:
    case ErrorCode::unexpected_character:
      return "digits of one script with spaces or hyphens between them are fine";
    case ErrorCode::minus_sign:
    case ErrorCode::decimal_point:
      return "if a spreadsheet wrote it so, export the column as text, since it may not be the number any more";
    case ErrorCode::brackets:
      return "write the number without brackets; only its beginning may be in them, as in (+91) or (0)";
    case ErrorCode::unclear_prefix:
      return "write +91 if it is the country code, or the ten digits in one piece if it is not";
    case ErrorCode::country_code:
      return "lists hold Indian mobile numbers only";
    case ErrorCode::looks_like_aadhaar:
      return "use --kind aadhaar, or a list of that kind";
    case ErrorCode::looks_like_mobile:
      return "use --kind mobile, or a list of that kind";
    case ErrorCode::invalid_utf8:
      return "save the file as UTF-8";

    case ErrorCode::unsupported_format:
    case ErrorCode::unsupported_scheme:
    case ErrorCode::unsupported_critical:
      return kUpdate;

    case ErrorCode::signature_format:
    case ErrorCode::signature_invalid:
    case ErrorCode::pointer_format:
    case ErrorCode::manifest_mismatch:
    case ErrorCode::bucket_length:
    case ErrorCode::bucket_proof:
    case ErrorCode::bucket_encoding:
    case ErrorCode::canary_missing:
    case ErrorCode::evaluation_key:
      return kAskPublisher;
    case ErrorCode::evaluators_pinned:
      return "get the pin again from the publisher: it names the evaluators since the list has a key";
    case ErrorCode::evaluators_busy:
    case ErrorCode::evaluators_unreachable:
      return "try again later";
    case ErrorCode::evaluation_ended:
      return "get the latest edition, with its pin, from the publisher; the list may be over";
    case ErrorCode::evaluation_invalid:
      return "try again; if it stays so, try on another machine, and tell the publisher";

    case ErrorCode::signature_unknown_key:
    case ErrorCode::pinned_list_id:
    case ErrorCode::pinned_kind:
      return "make sure that the pin and the list belong together";
    case ErrorCode::sequence_too_low:
    case ErrorCode::expired:
      return "get the latest edition from the publisher";
    case ErrorCode::withdrawn:
      return "ask the publisher why, and whether another list replaces it";
    case ErrorCode::not_yet_published:
      return "set this machine's date and time";
    case ErrorCode::canary_hash:
      return "try on another machine; if it is the same there, tell the publisher";
    case ErrorCode::out_of_memory:
      return "close other programs, or use fewer --threads";
    case ErrorCode::no_entries:
      return "one number a line, or --column N for a CSV file";
    case ErrorCode::key_format:
      return "copy the key again from the publisher: a public key has 56 characters and begins with RW";
    case ErrorCode::key_password:
      return "give the password on a terminal or with --password-file";

    case ErrorCode::none:
    case ErrorCode::json_syntax:
    case ErrorCode::json_duplicate_key:
    case ErrorCode::json_number:
    case ErrorCode::json_too_large:
    case ErrorCode::json_too_deep:
    case ErrorCode::field_missing:
    case ErrorCode::field_type:
    case ErrorCode::field_value:
    case ErrorCode::limits:
    case ErrorCode::anonymity_floor:
    case ErrorCode::no_randomness:
    case ErrorCode::not_ready:
    case ErrorCode::too_many_entries:
      return {};
  }
  return {};
}

}  // namespace selfcheck::cli
