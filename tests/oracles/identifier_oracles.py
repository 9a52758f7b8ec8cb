"""Compares how identifiers are read with libraries that others wrote: python3-stdnum (Aadhaar) and libphonenumber
(mobile)."""

import random
import re
from pathlib import Path

import phonenumbers
from stdnum.in_ import aadhaar as stdnum_aadhaar

from fixed_numbers import aadhaar, mobile
from harness import normalize, same
from identifier_cases import SCRIPTS, in_script
from selfcheck_reference import classes_of_characters, read_identifier, verhoeff_check_digit, verhoeff_sum

_FORMAT = Path(__file__).resolve().parent.parent.parent / "docs/FORMAT.md"


def the_reference_takes_the_characters_of_the_format() -> str:
    """Our client is held against the same table by tests/core/identifier_characters_test.cpp."""
    table = re.search(r"\n\| class \| code points \|\n\|[-|]*\|\n(.*?)\n\n", _FORMAT.read_text("utf-8"), re.S)
    assert table
    rows = {}
    for name, points in re.findall(r"^\| (\w+)[^|]*\| ([^|]*) \|$", table[1], re.M):
        ranges = re.findall(r"U\+([0-9A-F]{4,6})(?:-([0-9A-F]{4,6}))?", points)
        rows[name] = {code for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)}
    assert rows == classes_of_characters(), rows
    return f"{sum(map(len, rows.values()))} code points"


# --- Aadhaar --------------------------------------------------------------------------------------------------------


def _wrong_digit(rng: random.Random, number: str, position: int) -> str:
    digit = str((int(number[position]) + rng.randrange(1, 10)) % 10)
    return number[:position] + digit + number[position + 1 :]


def _swapped(number: str, position: int) -> str:
    return number[:position] + number[position + 1] + number[position] + number[position + 2 :]


def aadhaar_numbers_agree_with_stdnum() -> str:
    """All valid numbers here are in UIDAI's test range; the others are nobody's, since they are not valid."""
    rng = random.Random(11)
    valid = [aadhaar(i) for i in range(6000)]
    expected_error: dict[str, str] = {}
    for number in valid[:1000]:
        for position in range(4, 12):
            expected_error[_wrong_digit(rng, number, position)] = "check_digit"
        for position in range(4, 11):
            if number[position] != number[position + 1]:
                expected_error[_swapped(number, position)] = "check_digit"
    for number in valid[1000:1020]:
        for position in range(4, 12):
            for digit in "0123456789":
                if digit != number[position]:
                    expected_error[number[:position] + digit + number[position + 1 :]] = "check_digit"
    for number in valid[2000:2400]:
        for length in range(1, 12):
            expected_error[number[:length]] = "too_short"
        for length in (13, 14, 15, 17, 18):
            expected_error[number + str(rng.random())[2 : 2 + length - 12]] = "too_long"
        expected_error[number + f"{rng.randrange(10_000):04}"] = "virtual_id"
        for first in "01":
            digits = first + number[1:11]
            expected_error[digits + verhoeff_check_digit(digits)] = "first_digit"
    any_check_digit = [f"9999{rng.randrange(10**8):08}" for _ in range(5000)]
    separated = [sep.join((n[:4], n[4:8], n[8:])) for n in valid[:2000] for sep in (" ", "-")]
    typed = [*valid, *expected_error, *any_check_digit, *separated]
    assert len(typed) >= 20_000, len(typed)

    palindromes = 0
    for text, found in zip(typed, normalize("aadhaar", typed)):
        compact = stdnum_aadhaar.compact(text)
        if stdnum_aadhaar.is_valid(text):
            same(text, found, compact)
        elif compact == compact[::-1] and not found.startswith("error:"):
            palindromes += 1  # the next test is about palindromes
        else:
            assert found.startswith("error:"), f"{text} is accepted"
            if text in expected_error:
                same(text, found, f"error:{expected_error[text]}")
    return f"{len(typed):,} numbers, {palindromes} valid palindromes among them"


def aadhaar_palindromes_are_the_only_difference_from_stdnum() -> str:
    """stdnum refuses palindromes whatever their check digit is. UIDAI publishes no such rule, and a false "not a
    number" would be wrong for people who have such a number, so they are judged by the check digit alone."""
    palindromes = [f"9999{ab:02}{str(ab).zfill(2)[::-1]}9999" for ab in range(100)]
    accepted = 0
    for number, found in zip(palindromes, normalize("aadhaar", palindromes)):
        assert not stdnum_aadhaar.is_valid(number)
        if verhoeff_check_digit(number[:11]) == number[11]:
            accepted += 1
            same(number, found, number)
        else:
            same(number, found, "error:check_digit")
    assert accepted
    return f"{accepted} of 100 palindromes have the right check digit"


# --- Mobile ---------------------------------------------------------------------------------------------------------


def _typed_forms(rng: random.Random, number: str) -> list[str]:
    prefix = rng.choice(("", "+91", "0", "91", "0091", "+91 0"))
    a, b, c = number[:5], number[5:], number[3:6]
    space = rng.choice((" ", "-", ".", "\u00a0", "\u2011", "  ", ""))
    script = rng.choice([s for s in SCRIPTS if s != "ASCII"])
    separator = " " if prefix else ""
    if not prefix:
        # We do not drop everything that libphonenumber drops: the last test of this section is about that.
        space = space.replace(".", " ")
    return [
        number,
        prefix + number,
        f"{prefix}{space if prefix else ''}{a}{space}{b}",
        f"({prefix or '0'}) {a} {b}",
        f"{prefix}{separator}{number[:3]} {c} {number[6:]}",
        in_script(f"{prefix}{separator}{a} {b}", script),
    ]


def mobile_numbers_agree_with_libphonenumber() -> str:
    """Everything that is a valid Indian mobile number to libphonenumber is accepted, as the same number; and everything
    that is accepted is a possible number to libphonenumber, and the same one. libphonenumber also knows which series
    the regulator has allocated, and would refuse numbers of newer ones, so we accept all that begin with 6 to 9."""
    rng = random.Random(12)
    numbers = [f"{rng.choice('6789')}{rng.randrange(10**9):09}" for _ in range(2500)]
    numbers += [f"{rng.choice('12345')}{rng.randrange(10**9):09}" for _ in range(300)]
    numbers += [f"91{rng.randrange(10**8):08}" for _ in range(100)]
    numbers += [
        f"{rng.choice('6789')}{rng.randrange(10**size):0{size}}" for size in (5, 6, 7, 8, 10, 11) for _ in range(50)
    ]
    typed = [form for number in numbers for form in _typed_forms(rng, number)]
    valid = accepted = unallocated = unclear = 0
    for text, found in zip(typed, normalize("mobile", typed)):
        try:
            parsed = phonenumbers.parse(text, "IN")
        except phonenumbers.NumberParseException:
            parsed = None
        is_mobile = (
            parsed is not None
            and parsed.country_code == 91
            and phonenumbers.is_valid_number(parsed)
            and phonenumbers.number_type(parsed)
            in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
        )
        if found == "error:unclear_prefix":
            # `91 ` and eight digits are a whole number to libphonenumber; to us they may be one with two digits
            # missing.
            first, *rest = re.findall(r"\d+", text)
            assert int(first) == 91 and len("".join(rest)) == 8, f"{text!r} is refused"
            unclear += 1
        elif is_mobile:
            valid += 1
            same(text, "+91" + found, phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
        if not found.startswith("error:"):
            accepted += 1
            unallocated += not is_mobile
            assert parsed is not None, f"{text!r} is accepted, but libphonenumber can't read it"
            e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            same(text, e164, "+91" + found)
            assert phonenumbers.is_possible_number(parsed), text
    assert valid > 5000, valid
    counts = f"{valid:,} valid to both, {unclear:,} unclear, {unallocated:,} of {accepted:,} accepted in series it does not know"
    return f"{len(typed):,} texts, {counts}"


def what_libphonenumber_drops_and_we_refuse() -> str:
    """libphonenumber reads the digits and the plus, and drops what stands around them. Where that can turn a number
    into another one, we refuse the text, with the error that is named here."""
    rng = random.Random(13)
    refused: dict[str, str] = {}
    for _ in range(500):
        n = f"{rng.choice('678')}{rng.randrange(10**9):09}"
        n91 = f"91{rng.choice('6789')}{rng.randrange(10**7):07}"
        two = next(t for t in (f"{rng.randrange(100):02}" for _ in range(9)) if verhoeff_sum(n91 + t) != 0)
        refused |= {f"-{n}": "minus_sign", f"\u2212{n}": "minus_sign", f"(-{n})": "minus_sign", f"{n}-": "minus_sign"}
        refused |= {f"({n})": "brackets", f"{n[:5]} ({n[5:]})": "brackets", f"{n91} ({two})": "brackets"}
        refused |= {f"{n[:8]}.{n[8:]}": "decimal_point", f"{n91}.{two}": "decimal_point", f"91.{n}": "decimal_point"}
        refused |= {f"{n91}-{two}": "unclear_prefix", f"{n91[:5]} {n91[5:]} {two}": "unclear_prefix"}
    readings = [phonenumbers.parse(text, "IN") for text in refused]
    taken = sum(phonenumbers.is_possible_number(reading) for reading in readings)
    for text, found in zip(refused, normalize("mobile", list(refused))):
        same(text, found, f"error:{refused[text]}")
    assert taken == len(refused), "libphonenumber refuses some of them too"
    return f"{len(refused):,} texts"


# --- The grammar ----------------------------------------------------------------------------------------------------


def texts_changed_at_random_are_read_as_the_reference_reads_them() -> str:
    """FORMAT.md, section 2, is implemented twice: both implementations must accept the same texts, and read the same
    number in each."""
    rng = random.Random(14)
    marks = "0123456789 -.()[]+/\t\u00a0\u00ad\u00b7\u066b\u200e\u2011\u2028\u202d\u202e\u2212\ufe0f\uff08\uff09\uff0b\uff0e"
    accepted = 0
    texts = 0
    for kind, digits in (("mobile", mobile), ("aadhaar", aadhaar)):
        typed = set()
        while len(typed) < 20_000:
            number = digits(rng.randrange(1000))
            if rng.randrange(3) == 0:
                number = ("91" + number)[: len(number)]
            if kind == "aadhaar":
                number = number[:11] + verhoeff_check_digit(number[:11])
            prefix = rng.choice(("", "", "91", "+91", "0", "0091", "91 ", "+91-", "0 ", "(+91) ", "(0)", "910", "0 91 "))
            cuts = sorted(rng.sample(range(1, len(number)), rng.randrange(4)))
            separator = rng.choice((" ", "-", ".", " - ", "\u00a0"))
            groups = [number[a:b] for a, b in zip([0, *cuts], [*cuts, len(number)])]
            text = list((prefix if kind == "mobile" or rng.randrange(4) == 0 else "") + separator.join(groups))
            for _ in range(rng.randrange(4)):
                at = rng.randrange(len(text) + 1)
                edit = rng.randrange(3)
                if edit == 0:
                    text.insert(at, rng.choice(marks))
                elif edit == 1:
                    text[at : at + 1] = []
                else:
                    text[at : at + 1] = [rng.choice(marks)]
            text = "".join(text)
            if text.strip():
                typed.add(text)
        typed = sorted(typed)
        for text, found in zip(typed, normalize(kind, typed)):
            expected = read_identifier(kind, text.encode())
            if expected is None:
                assert found.startswith("error:"), f"{kind} {text!r} is accepted"
            else:
                same(f"{kind} {text!r}", found, expected)
                accepted += 1
        texts += len(typed)
    assert accepted > texts / 10, accepted
    return f"{texts:,} texts, {accepted:,} of them accepted"
