"""The cases of tests/vectors/identifiers.json.

Expectations are by hand, from the promises in core/include/selfcheck/identifier.h and error.h, not computed by any
parser: each call below says what somebody typed and what must come of it.
"""

import unicodedata

from selfcheck_reference import verhoeff_sum
from fixed_numbers import aadhaar, mobile

SCRIPTS = {
    "ASCII": 0x0030,
    "full-width": 0xFF10,
    "Arabic-Indic": 0x0660,
    "extended Arabic-Indic": 0x06F0,
    "Devanagari": 0x0966,
    "Bengali": 0x09E6,
    "Gurmukhi": 0x0A66,
    "Gujarati": 0x0AE6,
    "Odia": 0x0B66,
    "Tamil": 0x0BE6,
    "Telugu": 0x0C66,
    "Kannada": 0x0CE6,
    "Malayalam": 0x0D66,
}

# White space, hyphens and dashes, dots, brackets, invisible formatting characters: all may stand between digits.
PUNCTUATION = (
    [
        0x09,
        0x0A,
        0x0B,
        0x0C,
        0x0D,
        0x20,
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ]
    + [0x2D, *range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D]
    + [0x2E, 0x28, 0x29, 0x5B, 0x5D]
    + [0xAD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)


def in_script(digits: str, script: str) -> str:
    return "".join(chr(SCRIPTS[script] + int(d)) if d.isdigit() else d for d in digits)


class Cases(list):
    def accept(self, kind: str, name: str, typed: str, digits: str) -> None:
        prefix = "mobile:+91" if kind == "mobile" else "aadhaar:"
        self.append({"name": name, "kind": kind, "typed": typed, "canonical": prefix + digits})

    def refuse(self, kind: str, name: str, typed: str, error: str, number: int | None = None) -> None:
        case = {"name": name, "kind": kind, "typed": typed, "error": error}
        if number is not None:
            case["number"] = number
        self.append(case)

    def refuse_bytes(self, kind: str, name: str, typed: bytes, error: str) -> None:
        self.append({"name": name, "kind": kind, "typed_hex": typed.hex(), "error": error})


def _palindrome() -> str:
    """A valid Aadhaar number of the test range that reads the same backwards: some checkers refuse those."""
    return next(
        n for n in (f"9999{ab:02}{ab:02}"[:6] + f"{ab:02}"[::-1] + "9999" for ab in range(100)) if verhoeff_sum(n) == 0
    )


def identifier_cases() -> list[dict]:
    cases = Cases()
    m = mobile(1)
    a = aadhaar(1)
    m5, m10 = m[:5], m[5:]
    a4, a8, a12 = a[:4], a[4:8], a[8:]
    spaced = f"{a4} {a8} {a12}"

    # Scripts.
    for script in SCRIPTS:
        cases.accept("mobile", f"{script} digits", in_script(m, script), m)
        cases.accept("mobile", f"{script} digits after +91", "+" + in_script(f"91 {m5} {m10}", script), m)
        cases.accept("mobile", f"{script} digits after 0", in_script("0" + m, script), m)
        cases.accept("aadhaar", f"{script} digits", in_script(spaced, script), a)
        cases.refuse("mobile", f"{script} digits, three", in_script(m[:3], script), "too_short", 7)
        if script != "ASCII":
            cases.refuse("mobile", f"ASCII +91 before {script} digits", "+91 " + in_script(m, script), "mixed_digits")
            cases.refuse(
                "aadhaar", f"one ASCII digit after {script} digits", in_script(a[:11], script) + a[11], "mixed_digits"
            )
    cases.refuse(
        "mobile", "Devanagari and Bengali", in_script(m5, "Devanagari") + in_script(m10, "Bengali"), "mixed_digits"
    )
    cases.refuse(
        "mobile",
        "Arabic-Indic and extended Arabic-Indic, which look alike",
        in_script(m5, "Arabic-Indic") + in_script(m10, "extended Arabic-Indic"),
        "mixed_digits",
    )

    # Numbers as they are written.
    for i in range(2, 8):
        cases.accept("mobile", "plain", mobile(i), mobile(i))
        cases.accept("aadhaar", "plain", aadhaar(i), aadhaar(i))
    for first in "6789":
        cases.accept("mobile", f"first digit {first}", first + m[1:], first + m[1:])
    cases.accept("aadhaar", "the example in FORMAT.md", "9999 4105 7058", "999941057058")
    cases.accept("aadhaar", "a palindrome is valid", _palindrome(), _palindrome())
    cases.accept("aadhaar", "hyphens", f"{a4}-{a8}-{a12}", a)
    cases.accept("aadhaar", "dots", f"{a4}.{a8}.{a12}", a)
    cases.accept("aadhaar", "brackets and spaces around", f"  ({a4}) [{a8}] {a12}\n", a)
    cases.accept("aadhaar", "a space after each digit", " ".join(a), a)
    cases.accept("aadhaar", "many separators in a row", f"{a4} - - {a8} ... {a12}", a)
    for code in PUNCTUATION:
        name = unicodedata.name(chr(code), "control character")
        cases.accept("mobile", f"U+{code:04X} {name} between digits", m5 + chr(code) + m10, m)
        cases.accept("aadhaar", f"U+{code:04X} {name} before and after", chr(code) + a + chr(code), a)

    # Prefixes of mobile numbers.
    for prefix in ("+91", "0091", "91", "0", "+91 0", "91 0", "0 91"):
        cases.accept("mobile", f"prefix {prefix}", prefix + m, m)
        cases.accept("mobile", f"prefix {prefix}, space", f"{prefix} {m5} {m10}", m)
        cases.accept("mobile", f"prefix {prefix}, no-break space", f"{prefix}\u00a0{m5}\u00a0{m10}", m)
        cases.accept("mobile", f"prefix {prefix}, hyphens", f"{prefix}-{m5}-{m10}", m)
        cases.accept("mobile", f"prefix {prefix}, dots", f"{prefix}.{m5}.{m10}", m)
        cases.accept("mobile", f"prefix {prefix} in brackets", f"({prefix}) {m5} {m10}", m)
        cases.accept("mobile", f"prefix {prefix} between directional marks", f"\u202a{prefix} {m5} {m10}\u202c", m)
        if prefix in ("91", "91 0", "0 91"):
            # Nobody can know whether 91 is a prefix here, and guessing would lead to another number.
            cases.refuse("mobile", f"prefix {prefix}, one digit missing", f"{prefix} {m[:9]}", "too_long")
        else:
            cases.refuse("mobile", f"prefix {prefix}, one digit missing", f"{prefix} {m[:9]}", "too_short", 1)
        cases.refuse("mobile", f"prefix {prefix}, a digit too many", f"{prefix} {m}7", "too_long")
    cases.accept("mobile", "+91 and (0)", f"+91 (0) {m5} {m10}", m)
    cases.accept("mobile", "+91 with spaces inside", f"+ 9 1 {m}", m)
    cases.accept("mobile", "ten digits that begin with 91 are a whole number", "91" + m[2:], "91" + m[2:])
    cases.accept("mobile", "0 and ten digits that begin with 91", "091" + m[2:], "91" + m[2:])
    cases.accept("mobile", "+91 and ten digits that begin with 91", "+9191" + m[2:], "91" + m[2:])
    cases.accept("mobile", "91 and ten digits that begin with 91", "9191" + m[2:], "91" + m[2:])

    # As spreadsheets write numbers: the zero is no digit of the number.
    cases.refuse("mobile", "nine digits and a decimal", m[:9] + ".0", "unexpected_character")
    cases.refuse("aadhaar", "eleven digits and a decimal", a[:11] + "." + a[11], "unexpected_character")
    cases.refuse("mobile", "ten digits and a decimal", m + ".0", "too_long", 1)
    cases.accept("mobile", "a dot at the end", m + ".", m)
    cases.accept("mobile", "dots between groups", ".".join((m[:3], m[3:6], m[6:8], m[8:])), m)

    # While it is being typed.
    for kind in ("mobile", "aadhaar"):
        cases.refuse(kind, "nothing", "", "empty")
        cases.refuse(kind, "spaces", "   ", "empty")
        cases.refuse(kind, "punctuation", " - ( ) . ", "empty")
        cases.refuse(kind, "invisible characters", "\u200b\u200e\ufeff", "empty")
    cases.refuse("mobile", "a lone +", "+", "empty")
    for count in range(1, 10):
        cases.refuse("mobile", f"{count} digits", m[:count], "too_short", 10 - count)
        cases.refuse("mobile", f"+91 and {count} digits", "+91 " + m[:count], "too_short", 10 - count)
        cases.refuse("mobile", f"0091 and {count} digits", "0091 " + m[:count], "too_short", 10 - count)
        cases.refuse("mobile", f"0 and {count} digits", "0" + m[:count], "too_short", 10 - count)
    cases.refuse("mobile", "0", "0", "too_short", 10)
    cases.refuse("mobile", "00", "00", "too_short")
    cases.refuse("mobile", "009", "009", "too_short")
    cases.refuse("mobile", "0091", "0091", "too_short", 10)
    cases.refuse("mobile", "+9", "+9", "too_short")
    cases.refuse("mobile", "+91", "+91", "too_short", 10)
    cases.refuse("mobile", "+91 0", "+91 0", "too_short", 10)
    cases.refuse("mobile", "91", "91", "too_short")
    cases.refuse("mobile", "919", "919", "too_short")
    cases.refuse("mobile", "ten digits that begin with 91, and one more", "91" + m[2:] + "1", "too_long", 1)
    for count in range(1, 12):
        cases.refuse("aadhaar", f"{count} digits", a[:count], "too_short", 12 - count)
    cases.refuse("aadhaar", "a mobile number without prefix is too short", m, "too_short", 2)

    # Too long.
    cases.refuse("mobile", "11 digits", m + "1", "too_long", 1)
    cases.refuse("mobile", "12 digits, not a valid Aadhaar number", "999900000001", "too_long", 2)
    cases.refuse("mobile", "+91 and 11 digits", f"+91 {m}1", "too_long", 1)
    cases.refuse("mobile", "0091 and 11 digits", f"0091 {m}1", "too_long", 1)
    cases.refuse("mobile", "0 and 11 digits", f"0{m}1", "too_long", 1)
    cases.refuse("mobile", "16 digits", "9999000000000001", "too_long", 6)
    cases.refuse("aadhaar", "13 digits", a + "1", "too_long", 1)
    cases.refuse("aadhaar", "15 digits", a + "123", "too_long", 3)
    cases.refuse("aadhaar", "17 digits", a + "12345", "too_long", 5)
    cases.refuse("mobile", "257 bytes", " " * 247 + m, "too_long", 0)
    cases.refuse("aadhaar", "257 bytes", a + " " * 245, "too_long", 0)
    cases.refuse("mobile", "300 digits", "9" * 300, "too_long", 0)
    cases.accept("mobile", "256 bytes", " " * 246 + m, m)
    cases.accept("aadhaar", "256 bytes", a + " " * 244, a)

    # First digit.
    for first in "12345":
        cases.refuse("mobile", f"first digit {first}", first + m[1:], "first_digit")
        cases.refuse("mobile", f"first digit {first}, one digit", first, "first_digit")
        cases.refuse("mobile", f"first digit {first} after +91", f"+91 {first}{m[1:]}", "first_digit")
        cases.refuse("mobile", f"first digit {first} after 0", f"0{first}{m[1:]}", "first_digit")
    for first in "01":
        cases.refuse("aadhaar", f"first digit {first}", first + a[1:], "first_digit")
        cases.refuse("aadhaar", f"first digit {first}, one digit", first, "first_digit")

    # Check digit.
    for position in range(4, 12):
        wrong = a[:position] + str((int(a[position]) + 1) % 10) + a[position + 1 :]
        cases.refuse("aadhaar", f"digit {position + 1} is wrong", wrong, "check_digit")
    for digit in "0123456789":
        if digit != a[11]:
            cases.refuse("aadhaar", f"check digit {digit}", a[:11] + digit, "check_digit")
    for position in range(4, 11):
        if a[position] != a[position + 1]:
            swapped = a[:position] + a[position + 1] + a[position] + a[position + 2 :]
            cases.refuse("aadhaar", f"digits {position + 1} and {position + 2} swapped", swapped, "check_digit")

    # Letters.
    for kind, number in (("mobile", m), ("aadhaar", a)):
        cases.refuse(kind, "a word", "number", "letters")
        cases.refuse(kind, "a letter after the number", number + "a", "letters")
        cases.refuse(kind, "a letter before the number", "n" + number, "letters")
        cases.refuse(kind, "O for zero", number[:-1] + "O", "letters")
        cases.refuse(kind, "l for one", number[:-1] + "l", "letters")
        cases.refuse(kind, "scientific notation", f"{number[0]}.{number[1:6]}E+11", "letters")
        cases.refuse(kind, "a Devanagari letter", number[:-1] + "\u0915", "letters")
        cases.refuse(kind, "a Cyrillic letter that looks like 3", number[:-1] + "\u0417", "letters")
        cases.refuse(kind, "full-width letters", number[:-2] + "\uff21\uff22", "letters")
    cases.refuse("mobile", "a tel: address", f"tel:+91{m}", "letters")
    cases.refuse("aadhaar", "a label", f"Aadhaar: {spaced}", "letters")

    # Masked.
    cases.refuse("aadhaar", "masked with X", f"XXXX XXXX {a12}", "masked")
    cases.refuse("aadhaar", "masked with x", f"xxxx-xxxx-{a12}", "masked")
    cases.refuse("aadhaar", "masked with asterisks", f"**** **** {a12}", "masked")
    cases.refuse("aadhaar", "masked with #", f"########{a12}", "masked")
    cases.refuse(
        "aadhaar", "masked with U+2022 bullets", f"\u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 {a12}", "masked"
    )
    cases.refuse("mobile", "masked with X", f"XXXXXX{m[6:]}", "masked")
    cases.refuse("mobile", "masked with X after +91", f"+91 XXXXX {m10}", "masked")
    cases.refuse("mobile", "masked in the middle", f"{m[:2]}******{m[8:]}", "masked")
    cases.refuse("mobile", "masked with #", f"{m[:2]}######{m[8:]}", "masked")
    cases.refuse(
        "mobile", "masked with U+2022 bullets", f"{m[:2]}\u2022\u2022\u2022\u2022\u2022\u2022{m[8:]}", "masked"
    )

    # Other characters.
    for kind, number in (("mobile", m), ("aadhaar", a)):
        for character in "/,_!@=%~;:'\"\\|?&<>$^`":
            cases.refuse(
                kind, f"{character} between digits", number[:5] + character + number[5:], "unexpected_character"
            )
        cases.refuse(kind, "+ after the number", number + "+", "unexpected_character")
        cases.refuse(kind, "+ between digits", number[:5] + "+" + number[5:], "unexpected_character")
        cases.refuse(kind, "a null character", number[:5] + "\x00" + number[5:], "unexpected_character")
        cases.refuse(kind, "a control character", number + "\x07", "unexpected_character")
        cases.refuse(kind, "DEL", number + "\x7f", "unexpected_character")
        cases.refuse(kind, "keycap emoji", "".join(d + "\ufe0f\u20e3" for d in number), "unexpected_character")
        cases.refuse(kind, "an emoji", number + "\U0001f4f1", "unexpected_character")
        cases.refuse(kind, "a superscript digit", number[:-1] + "\u00b2", "unexpected_character")
        cases.refuse(kind, "a circled digit", number[:-1] + "\u2460", "unexpected_character")
        cases.refuse(
            kind,
            "Thai digits, a script that is not read",
            "".join(chr(0x0E50 + int(d)) for d in number),
            "unexpected_character",
        )
        cases.refuse(
            kind, "mathematical digits", "".join(chr(0x1D7CE + int(d)) for d in number), "unexpected_character"
        )
        cases.refuse(kind, "a replacement character", number + "\ufffd", "unexpected_character")
    cases.refuse("mobile", "two +", f"++91{m}", "unexpected_character")

    # Other countries.
    for code in ("+1 202 555 0123", "+44 7700 900123", "+92 300 1234567", "+880 1712 345678", "+971 50 123 4567"):
        cases.refuse("mobile", f"{code.split()[0]}", code, "country_code")
        cases.refuse("mobile", f"{code.split()[0]} with 00", "00" + code[1:], "country_code")
        cases.refuse("mobile", f"{code.split()[0]}, only the code", code.split()[0], "country_code")
    cases.refuse("mobile", "+1 in Devanagari digits", in_script("+1 202 555 0123", "Devanagari"), "country_code")

    # The other kind.
    for i in range(1, 6):
        n = aadhaar(i)
        cases.refuse("mobile", "an Aadhaar number", n, "looks_like_aadhaar")
        cases.refuse("mobile", "an Aadhaar number with spaces", f"{n[:4]} {n[4:8]} {n[8:]}", "looks_like_aadhaar")
        cases.refuse("aadhaar", "a mobile number with +91", f"+91 {mobile(i)}", "looks_like_mobile")
    cases.refuse("mobile", "an Aadhaar number in Tamil digits", in_script(spaced, "Tamil"), "looks_like_aadhaar")
    cases.refuse(
        "aadhaar", "a mobile number with +91 in Tamil digits", "+" + in_script(f"91{m}", "Tamil"), "looks_like_mobile"
    )
    cases.refuse("aadhaar", "16 digits, a virtual ID", "9999 0000 1111 2222", "virtual_id")
    cases.refuse("aadhaar", "16 digits without spaces", "9999000011112222", "virtual_id")
    cases.refuse("aadhaar", "16 Kannada digits", in_script("9999000011112222", "Kannada"), "virtual_id")

    # Not UTF-8.
    for kind, number in (("mobile", m), ("aadhaar", a)):
        n = number.encode()
        cases.refuse_bytes(kind, "a lone continuation byte", n + b"\x80", "invalid_utf8")
        cases.refuse_bytes(kind, "a byte that no character begins with", b"\xff" + n, "invalid_utf8")
        cases.refuse_bytes(kind, "Latin-1 no-break space", n[:5] + b"\xa0" + n[5:], "invalid_utf8")
        cases.refuse_bytes(kind, "a cut-off character", n + b"\xe0\xa5", "invalid_utf8")
        cases.refuse_bytes(kind, "a cut-off character in the middle", n[:5] + b"\xe0\xa5" + n[5:], "invalid_utf8")
        cases.refuse_bytes(kind, "an overlong digit", n[:-1] + b"\xc0\xb9", "invalid_utf8")
        cases.refuse_bytes(kind, "an overlong space, three bytes", n + b"\xe0\x80\xa0", "invalid_utf8")
        cases.refuse_bytes(kind, "a surrogate", n + b"\xed\xa0\x80", "invalid_utf8")
        cases.refuse_bytes(kind, "above U+10FFFF", n + b"\xf4\x90\x80\x80", "invalid_utf8")
        cases.refuse_bytes(kind, "a five-byte form", n + b"\xf8\x88\x80\x80\x80", "invalid_utf8")

    _make_names_distinct(cases)
    return list(cases)


def _make_names_distinct(cases: list[dict]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for case in cases:
        key = (case["kind"], case["name"])
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            case["name"] += f" ({seen[key]})"
