// Takes numbers out of what spreadsheets and forms write around them. None of it is a guess: no digit is added, dropped
// or changed, and what is left must be a number by the same grammar that everything is read by.
#pragma once

#include <string_view>
#include <vector>

#include "input/reject_pattern.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

struct Repaired {
  std::vector<CanonicalForm> numbers;   // empty if the text can't be repaired
  std::vector<RejectPattern> patterns;  // what was repaired, each pattern once
  bool was_decimal = false;             // `decimal_zero` is among the patterns: the number was once kept as a float
};

/// Repairs `text`, which normalize() has refused. It takes off one of these, or several of them in this order:
/// - `apostrophe`: one at the beginning;
/// - `formula`: `="..."` around everything;
/// - `decimal_zero`: a point and zeros behind all digits. The first digit must not be 0, and the last five must not all
///   be 0, since a spreadsheet has rounded such numbers;
/// - `link`: `tel:`, `sms:` or the like before a mobile number; `whatsapp:` and `https://wa.me/` only before 91, since
///   the numbers in these links begin with a country code;
/// - `label`: words around exactly one number. All of them must be words that say that it is a number of this kind, or
///   whose it is (`Mob. No.: ... (home)`), something must stand between them and the digits, and there must be no other
///   digits;
/// - `several_numbers`: a comma, semicolon, slash, bar, ampersand, tab, line end, `or` or `and` between numbers, or a
///   space if each of them is in one piece. All of the numbers are taken, or none if one of them is no number.
/// For the last three, a number must be in one piece or in equal parts (two for a mobile number, three for an Aadhaar
/// number) and have no 0 before it: otherwise it may be a landline's. Only ASCII digits count.
[[nodiscard]] Repaired repair(Kind kind, std::string_view text);

/// Whether repair() can do something about records of this pattern.
[[nodiscard]] bool is_repairable(RejectPattern pattern);

}  // namespace selfcheck::cli
