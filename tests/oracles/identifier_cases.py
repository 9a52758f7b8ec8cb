"""The cases of tests/vectors/identifiers.json.

Expectations were written by hand, from the promises in core/include/selfcheck/identifier.h and error.h, and computed by
no parser: each call below says what somebody typed and what it must be read as.
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

# The characters that docs/FORMAT.md, section 2, accepts around digits.
BLANKS = [0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
FIELD_ENDS = [*range(0x09, 0x0E), 0x85, 0x2028, 0x2029]
HYPHENS = [0x2D, 0xAD, *range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D]
DOTS = [0x2E, 0xB7, 0xFF0E]
BRACKETS = ["()", "[]", "\uff08\uff09"]
INVISIBLE = [
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202E),
    0x2060,
    *range(0x2066, 0x206A),
    *range(0xFE00, 0xFE10),
    0xFEFF,
]
# Similar characters that are not accepted: invisible ones that mean something or reverse digits, and marks, brackets
# and blanks of other scripts and widths.
NOT_THESE = [
    *(0x02D9, 0x034F, 0x06D4, 0x1400, 0x1806, 0x180E, 0x2016, 0x2024, 0x2025, 0x2026, 0x202E, 0x2043, 0x2061, 0x2062),
    *(0x2063, 0x2064, 0x2065, 0x206A, 0x206F, 0x207B, 0x22C5, 0x2800, 0x2E17, 0x2E3A, 0x2E3B, 0x3001, 0x3002, 0x3008),
    *(0x3009, 0x3010, 0x301C, 0x3030, 0x30FB, 0x30FC, 0x3164, 0xFE10, 0xFE31, 0xFE50, 0xFE52, 0xFE59, 0xFE62, 0xFF0C),
    *(0xFF3B, 0xFF3D, 0xFF61, 0xFF65, 0xFFA0, 0xFFF9, 0xE0001, 0xE0020, 0xE0100, 0xE01EF),
]


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
    """Returns a valid Aadhaar number of the test range that reads the same backwards. Some checkers refuse such
    numbers."""
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
    cases.accept("aadhaar", "brackets, and blanks around", f"  ({a4}) [{a8}] {a12}\n", a)
    cases.accept("aadhaar", "a space after each digit", " ".join(a), a)
    cases.accept("aadhaar", "many separators in a row", f"{a4} - - {a8}  --  {a12}", a)

    # Every character that may stand somewhere, both where it may and where it may not.
    def name_of(code: int) -> str:
        return f"U+{code:04X} {unicodedata.name(chr(code), 'without a name')}"

    for code in BLANKS:
        c = chr(code)
        cases.accept("mobile", f"{name_of(code)} between digits", m5 + c + m10, m)
        cases.accept("aadhaar", f"{name_of(code)} before and after", c + a + c, a)
    for code in FIELD_ENDS:
        c = chr(code)
        cases.refuse("mobile", f"{name_of(code)} between digits", m5 + c + m10, "unexpected_character")
        cases.accept("aadhaar", f"{name_of(code)} before and after", c + a + c, a)
    for code in HYPHENS:
        c = chr(code)
        cases.accept("mobile", f"{name_of(code)} between digits", m5 + c + m10, m)
        cases.refuse("mobile", f"{name_of(code)} before the number", c + m, "minus_sign")
        cases.refuse("aadhaar", f"{name_of(code)} after the number", a + c, "minus_sign")
        cases.refuse("aadhaar", f"{name_of(code)} while typing", a4 + c, "too_short", 8)
    for code in DOTS:
        c = chr(code)
        cases.accept("mobile", f"{name_of(code)} between three groups", c.join((m[:3], m[3:6], m[6:])), m)
        cases.refuse("mobile", f"{name_of(code)} between two", m5 + c + m10, "decimal_point")
        cases.refuse("aadhaar", f"{name_of(code)} twice", f"{a4}{c}{a8}{c}{c}{a12}", "decimal_point")
        cases.refuse("aadhaar", f"{name_of(code)} before the number", c + a, "decimal_point")
        cases.accept("aadhaar", f"{name_of(code)} after the number", a + c, a)
    for opening, closing in BRACKETS:
        name = name_of(ord(opening))
        cases.accept("mobile", f"{name} and its other around the beginning", opening + m5 + closing + m10, m)
        cases.refuse("mobile", f"{name} and its other around all", opening + m + closing, "brackets")
        cases.refuse("aadhaar", f"{name} and its other around the end", a4 + a8 + opening + a12 + closing, "brackets")
        cases.refuse("aadhaar", f"{name} without its other", opening + a, "brackets")
        cases.refuse("aadhaar", f"{name}'s other alone", a4 + closing + a8 + a12, "brackets")
        cases.refuse("aadhaar", f"{name} and its other around nothing", a4 + opening + " " + closing + a8 + a12, "brackets")
        cases.refuse("aadhaar", f"{name} twice", opening * 2 + a4 + closing * 2 + a8 + a12, "brackets")
        cases.refuse("mobile", f"{name} while typing", opening + m5, "too_short", 5)
    cases.refuse("mobile", "brackets that are no pair", f"({m5}] {m10}", "brackets")
    cases.refuse("mobile", "brackets of two widths", f"({m5}\uff09 {m10}", "brackets")
    for code in INVISIBLE:
        c = chr(code)
        cases.accept("mobile", f"{name_of(code)} between digits", m5 + c + m10, m)
        cases.accept("aadhaar", f"{name_of(code)} before and after", c + a + c, a)
    for code in NOT_THESE:
        cases.refuse("mobile", f"{name_of(code)} between digits", m5 + chr(code) + m10, "unexpected_character")

    # Prefixes of mobile numbers.
    for prefix in ("+91", "0091", "91", "0", "+91 0", "91 0", "0 91"):
        cases.accept("mobile", f"prefix {prefix}", prefix + m, m)
        cases.accept("mobile", f"prefix {prefix}, halves", f"{prefix}{m5}-{m10}", m)
        cases.accept("mobile", f"prefix {prefix}, space", f"{prefix} {m5} {m10}", m)
        cases.accept("mobile", f"prefix {prefix}, other groups", f"{prefix} {m[:3]} {m[3:6]} {m[6:]}", m)
        cases.accept("mobile", f"prefix {prefix}, no-break space", f"{prefix}\u00a0{m5}\u00a0{m10}", m)
        cases.accept("mobile", f"prefix {prefix}, hyphens", f"{prefix}-{m5}-{m10}", m)
        cases.accept("mobile", f"prefix {prefix}, dots", f"{prefix}.{m5}.{m10}", m)
        cases.accept("mobile", f"prefix {prefix} in brackets", f"({prefix}) {m5} {m10}", m)
        cases.accept("mobile", f"prefix {prefix} between directional marks", f"\u202d{prefix} {m5} {m10}\u202c", m)
        if prefix in ("91", "91 0", "0 91"):
            # Nobody can know whether 91 is a prefix here, and a wrong guess would give another number.
            cases.refuse("mobile", f"prefix {prefix}, one digit missing", f"{prefix} {m[:9]}", "too_long")
        else:
            cases.refuse("mobile", f"prefix {prefix}, one digit missing", f"{prefix} {m[:9]}", "too_short", 1)
        cases.refuse("mobile", f"prefix {prefix}, a digit too many", f"{prefix} {m}7", "too_long")
    cases.accept("mobile", "+91 and (0)", f"+91 (0) {m5} {m10}", m)
    cases.accept("mobile", "+91 before brackets", f"+91 ({m5}) {m10}", m)
    cases.accept("mobile", "plus before brackets", f"+(91) {m}", m)
    cases.accept("mobile", "0 and halves", f"0{m5} {m10}", m)
    cases.accept("mobile", "+91 with spaces inside", f"+ 9 1 {m}", m)
    cases.accept("mobile", "+91 and a space after each digit", "+9 1 " + " ".join(m), m)
    cases.accept("mobile", "a space after each digit", " ".join(m), m)
    cases.accept("mobile", "RFC 5733", f"+91.{m}", m)
    cases.refuse("mobile", "RFC 5733 without a plus", f"91.{m}", "decimal_point")
    # Prefixes of a number that begins with 91.
    n = "91" + m[:8]
    cases.accept("mobile", "ten digits that begin with 91 are a whole number", n, n)
    cases.accept("mobile", "0 and ten digits that begin with 91", f"0{n}", n)
    cases.accept("mobile", "+91 and ten digits that begin with 91", f"+91{n}", n)
    cases.accept("mobile", "91 and ten digits that begin with 91", f"91{n}", n)
    cases.accept("mobile", "ten digits that begin with 91, in halves", f"{n[:5]} {n[5:]}", n)
    cases.accept("mobile", "ten digits that begin with 91, a space after each", " ".join(n), n)
    cases.accept("mobile", "91 twice, apart", f"91 91 {n[2:6]} {n[6:]}", n)
    for prefix in ("", "0", "0 "):
        for written in (f"91 {n[2:]}", f"(91) {n[2:]}", f"91-{n[2:6]}-{n[6:]}"):
            cases.refuse("mobile", "91 apart, and eight digits", prefix + written, "unclear_prefix")
    # Ten digits that begin with 91, and two stray ones: 91 is no prefix.
    for stray in ("-21", " 21", " - 21", "\u00a021"):
        for written in (n, f"{n[:5]} {n[5:]}", f"91 {n[2:]}", f"91-{n[2:6]}-{n[6:]}", f"+{n}", f"00{n}", f"0{n}", f"0 {n}"):
            cases.refuse("mobile", "two stray digits", written + stray, "unclear_prefix")
    cases.refuse("mobile", "two stray digits in brackets", f"{n} (21)", "brackets")
    cases.refuse("mobile", "two stray digits after a tab", f"{n}\t21", "unexpected_character")
    cases.refuse("mobile", "two stray digits after a line end", f"{n}\n21", "unexpected_character")
    cases.refuse("mobile", "two stray digits after a full stop", f"{n}.21", "decimal_point")
    cases.refuse("mobile", "three stray digits after 910", f"910{m[:7]} {m[7:]}", "unclear_prefix")
    for written in (f"9 1 {m}", f"91{m[:2]} {m[2:6]} {m[6:]}", f"91{m[:6]}-{m[6:]}", f"910{m[:3]} {m[3:]}"):
        cases.refuse("mobile", "91 where the grouping has none", written, "unclear_prefix")
    cases.accept("mobile", "the same with a plus", f"+91{m[:2]} {m[2:6]} {m[6:]}", m)

    # As spreadsheets write numbers.
    for kind, number in (("mobile", m), ("aadhaar", a)):
        cases.refuse(kind, "a digit missing, and a decimal", f"{number[:-1]}.0", "decimal_point")
        cases.refuse(kind, "the number and a decimal", f"{number}.0", "decimal_point")
        cases.refuse(kind, "the number and two decimals", f"{number}.00", "decimal_point")
        cases.refuse(kind, "two decimals", f"{number[:-2]}.{number[-2:]}", "decimal_point")
        cases.refuse(kind, "the Arabic decimal separator", f"{number[:5]}\u066b{number[5:]}", "decimal_point")
        cases.refuse(kind, "a decimal comma", f"{number},00", "unexpected_character")
        cases.refuse(kind, "thousands", f"{number[0]},{number[1:4]},{number[4:]}", "unexpected_character")
        cases.refuse(kind, "an apostrophe", f"'{number}", "unexpected_character")
        cases.refuse(kind, "negative", f"-{number}", "minus_sign")
        cases.refuse(kind, "negative, a space after the sign", f" - {number}", "minus_sign")
        cases.refuse(kind, "negative, in brackets", f"({number})", "brackets")
        cases.refuse(kind, "negative, the sign in brackets", f"(-{number})", "minus_sign")
        cases.refuse(kind, "negative, the sign behind", f"{number}-", "minus_sign")
        cases.accept(kind, "a dot at the end", f"{number}.", number)
        cases.refuse(kind, "two dots at the end", f"{number}..", "decimal_point")
        cases.refuse(kind, "dots that leave something out", f"{number[:5]}...{number[5:]}", "decimal_point")
        cases.refuse(kind, "dots between groups, and a decimal", f"{number[:3]}.{number[3:6]}.{number[6:-1]}.0", "decimal_point")
        for dot in DOTS:
            for gap in (chr(dot), f"{chr(dot)} ", f" {chr(dot)}"):
                what = f"U+{dot:04X} in {len(gap)} characters"
                cases.refuse(kind, f"{what} before the last digit", f"{number[:-1]}{gap}0", "decimal_point")
                grouped = f"{number[:3]}.{number[3:6]}.{number[6:-1]}{gap}0"
                cases.refuse(kind, f"{what} before the last digit, dots before", grouped, "decimal_point")
        cases.refuse(kind, "a dot after other groups", f"{number[:3]} {number[3:6]}.{number[6:]}", "decimal_point")
    cases.refuse("mobile", "what =+91-9876543210 gives", "-9876543119", "minus_sign")
    cases.refuse("mobile", "+91 and a decimal", f"+91{m}.0", "decimal_point")
    cases.refuse("mobile", "+91 after a minus sign", f"-+91 {m}", "minus_sign")
    cases.refuse("mobile", "+91 before a minus sign", f"+-91 {m}", "minus_sign")
    cases.refuse("mobile", "91, eight digits and two decimals", f"{n}.00", "decimal_point")
    cases.accept("mobile", "dots between groups", ".".join((m[:3], m[3:6], m[6:8], m[8:])), m)

    # While it is being typed.
    for kind in ("mobile", "aadhaar"):
        cases.refuse(kind, "nothing", "", "empty")
        cases.refuse(kind, "spaces", "   ", "empty")
        cases.refuse(kind, "punctuation", " - ( ) . ", "empty")
        cases.refuse(kind, "dots", "...", "empty")
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
        cases.refuse("aadhaar", "a mobile number with 91 apart", f"91 {mobile(i)}", "looks_like_mobile")
        cases.refuse("aadhaar", "a mobile number with 91 in brackets", f"(91) {mobile(i)}", "looks_like_mobile")
        cases.refuse("mobile", "an Aadhaar number in brackets", f"({n})", "looks_like_aadhaar")
        cases.refuse("mobile", "an Aadhaar number, negative", f"-{n}", "minus_sign")
    # An Aadhaar number can also begin with 91 and go on with ten digits that could be a mobile number's.
    both = next(d for d in (f"91{m[:9]}{c}" for c in "0123456789") if verhoeff_sum(d) == 0)
    cases.accept("mobile", "91 and ten digits that are an Aadhaar number too", both, both[2:])
    cases.accept("aadhaar", "an Aadhaar number that begins with 91", both, both)
    cases.refuse("mobile", "the same, in fours", f"{both[:4]} {both[4:8]} {both[8:]}", "looks_like_aadhaar")
    cases.accept("aadhaar", "the same, in fours", f"{both[:4]} {both[4:8]} {both[8:]}", both)
    cases.refuse("aadhaar", "the same, 91 apart", f"91 {both[2:7]} {both[7:]}", "looks_like_mobile")
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
