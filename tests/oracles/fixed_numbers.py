"""Synthetic identifiers, which are nobody's: Aadhaar numbers from UIDAI's test range (9999...), and mobile numbers from
a hash.

A mobile number that fits the rules may belong to somebody by chance, as any number does; these were not taken from
anywhere. `mobile(i)` and `aadhaar(i)` are functions of `i` alone.
"""

import hashlib

from selfcheck_reference import verhoeff_check_digit


def _digits(label: str, i: int, count: int) -> str:
    seed = hashlib.blake2b(f"selfcheck synthetic {label} {i}".encode(), digest_size=32).digest()
    return str(int.from_bytes(seed, "big"))[-count:].zfill(count)


def mobile(i: int) -> str:
    """Returns 10 digits. The first is 6 to 9, and the first two are not 91, which could be read as the calling code."""
    digits = _digits("mobile", i, 10)
    digits = "6789"[int(digits[0]) % 4] + digits[1:]
    return "98" + digits[2:] if digits.startswith("91") else digits


def aadhaar(i: int) -> str:
    """Returns 12 digits. The first four are 9999, and the last is the check digit."""
    digits = "9999" + _digits("aadhaar", i, 7)
    return digits + verhoeff_check_digit(digits)
