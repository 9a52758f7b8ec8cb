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
  std::vector<RejectPattern> patterns;  // what was repaired, each once
  bool was_decimal = false;             // `decimal_zero` is among the patterns: the number was once kept as a float
};

/// `text` is what normalize() has refused. Repaired, alone or one within the other in this order, are
/// - `apostrophe`: one at the beginning;
/// - `formula`: `="..."` around all;
/// - `decimal_zero`: a point and zeros behind all digits, if neither the first of these is a zero, nor the last five
/// are:
///   those a spreadsheet has rounded;
/// - `link`: `tel:`, `sms:` or the like, of a mobile number; `whatsapp:` and `https://wa.me/` only with 91 before it,
/// as
///   their numbers begin with a country's code;
/// - `label`: words around exactly one number, if all are of those that say that it is a number of this kind, or whose
///   (`Mob. No.: ... (home)`), something stands between them and the digits, and there are no other digits;
/// - `several_numbers`: numbers between which there is a comma, semicolon, slash, bar, ampersand, tab, line end, `or`,
///   `and`, or if each is in one piece a space: all of them are taken, or if one is none, none.
/// In the last three a number must be in one piece or in equal parts, two of a mobile number and three of an Aadhaar
/// number, and have no 0 before it: otherwise it may be a landline's. Digits are those of ASCII.
[[nodiscard]] Repaired repair(Kind kind, std::string_view text);

/// Whether repair() can do something about records of this pattern.
[[nodiscard]] bool is_repairable(RejectPattern pattern);

}  // namespace selfcheck::cli
