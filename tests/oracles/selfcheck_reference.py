#!/usr/bin/python3
"""An independent implementation of docs/FORMAT.md, written from that document alone.

It shares no code with core/, so that mistakes in core/ show as differences: it makes the vectors in tests/vectors/, and
tests/oracles/run compares whole lists with it. It is slow and clear on purpose; do not use it to publish lists.

Primitives come from others: BLAKE2b from hashlib, Argon2id from the reference implementation (python3-argon2),
Ed25519 from OpenSSL (python3-cryptography). What keyed lists need besides is in voprf_reference.py, asking_reference.py
and share_reference.py.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timezone

import argon2.low_level
import voprf_reference as voprf
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from ed25519_points import can_be_a_key

LIST_FORMAT = "selfcheck-list/1"
STATIC, KEYED = SCHEMES = "argon2id", "voprf-argon2id"
PINS_FORMAT = "selfcheck-pins/1"
MAX_JSON = 65_536
MAX_POINTER = 4_096
MAX_BUCKET_FILE = 1_048_576
MIN_ANONYMITY = 10_000
POPULATION = {"mobile": 1_100_000_000, "aadhaar": 1_300_000_000}


class Refused(Exception):
    """Ends a check with `could not tell`. `code` is a name from core/include/selfcheck/error.h; `number` is the number
    that goes with some errors."""

    def __init__(self, code: str, detail: str = "", number: int = 0):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.number = number


def require(condition: bool, code: str, detail: str = "") -> None:
    if not condition:
        raise Refused(code, detail)


def blake2b(size: int, message: bytes, person: bytes = b"", key: bytes = b"") -> bytes:
    return hashlib.blake2b(message, digest_size=size, person=person, key=key).digest()


# --- Section 2: identifiers and buckets ---------------------------------------------------------------------------


def _dihedral_product(a: int, b: int) -> int:
    """Multiplies in the dihedral group D5, where 0 to 4 are rotations and 5 to 9 are reflections."""
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


_VERHOEFF_PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]


def verhoeff_sum(digits: str) -> int:
    """Returns 0 if the last digit is the check digit of the others."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _ in range(position):
            value = _VERHOEFF_PERMUTATION[value]
        total = _dihedral_product(total, value)
    return total


def verhoeff_check_digit(digits: str) -> str:
    return next(d for d in "0123456789" if verhoeff_sum(digits + d) == 0)


def canonical_form(kind: str, digits: str) -> bytes:
    """`digits` must be ASCII digits, without prefix or punctuation."""
    if kind == "mobile":
        require(re.fullmatch(r"[6-9][0-9]{9}", digits) is not None, "first_digit", "not a mobile number")
        return b"mobile:+91" + digits.encode("ascii")
    require(re.fullmatch(r"[2-9][0-9]{11}", digits) is not None, "first_digit", "not an Aadhaar number")
    require(verhoeff_sum(digits) == 0, "check_digit")
    return b"aadhaar:" + digits.encode("ascii")


_ZEROS = (0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xFF10)
_INVISIBLE = (0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202E), 0x2060, *range(0x2066, 0x206A), *range(0xFE00, 0xFE10), 0xFEFF)
# Each class of characters in section 2 becomes one character here; digits stay, and a bracket becomes that of its pair.
_MARKS = {
    " ": (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000),
    "\n": (*range(0x09, 0x0E), 0x85, 0x2028, 0x2029),
    "-": (0x2D, 0xAD, *range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D),
    ".": (0x2E, 0xB7, 0xFF0E),
    "+": (0x2B, 0xFF0B),
    **{mark: (code,) for mark, code in zip("()[]{}", (0x28, 0x29, 0x5B, 0x5D, 0xFF08, 0xFF09))},
}
_MARK_OF = {chr(code): mark for mark, codes in _MARKS.items() for code in codes}


def classes_of_characters() -> dict[str, set[int]]:
    """Returns the code points of each class that section 2 names; of digits those of the zeros."""
    marks = {"blank": " ", "field": "\n", "hyphen": "-", "dot": ".", "bracket": "()[]{}", "plus": "+"}
    classes = {name: {code for mark in of for code in _MARKS[mark]} for name, of in marks.items()}
    return {"digit": set(_ZEROS), **classes, "invisible": set(_INVISIBLE)}


def _in_marks(text: str) -> str | None:
    marks = ""
    scripts = set()
    for character in text:
        code = ord(character)
        if code in _INVISIBLE:
            continue
        zero = next((z for z in _ZEROS if z <= code < z + 10), None)
        if zero is not None:
            scripts.add(zero)
            marks += str(code - zero)
        elif character in _MARK_OF:
            marks += _MARK_OF[character]
        else:
            return None
    return marks if len(scripts) == 1 else None


def _brackets_pair(marks: str) -> bool:
    """Returns whether every bracket is closed by its pair, around a digit, and none stands within others."""
    without = re.sub(r"\([^()\[\]{}]*[0-9][^()\[\]{}]*\)|\[[^()\[\]{}]*[0-9][^()\[\]{}]*\]|\{[^()\[\]{}]*[0-9][^()\[\]{}]*\}", "", marks)
    return not set(without) & set("()[]{}")


def read_identifier(kind: str, typed: bytes) -> str | None:
    """Returns the digits of the number that somebody typed, or None if the text is refused."""
    try:
        marks = _in_marks(typed.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if marks is None or len(typed) > 256:
        return None
    between = r"[-() \[\]{}]*\.?[-() \[\]{}]*"
    shape = re.fullmatch(rf"(?P<before>[ \n+(\[{{]*)(?P<number>[0-9](?:{between}[0-9])*)[ \n]*\.?[ \n]*", marks)
    if shape is None or shape["before"].count("+") > 1 or not _brackets_pair(marks):
        return None
    plus = "+" in shape["before"]
    # gaps[i] is the text before digit i.
    *gaps, _ = re.split("[0-9]", shape["number"])
    digits = re.sub("[^0-9]", "", marks)
    dotted = [i for i, gap in enumerate(gaps) if "." in gap]
    if (len(dotted) == 1 and not (plus and dotted == [2])) or (dotted and dotted[-1] == len(digits) - 1):
        return None
    breaks = {i for i, gap in enumerate(gaps) if gap}
    if kind == "mobile":
        return _mobile_digits(digits, plus, breaks)
    valid = re.fullmatch(r"[2-9][0-9]{11}", digits) is not None and verhoeff_sum(digits) == 0
    if plus or not valid or (2 in breaks and _mobile_digits(digits, plus, breaks)):
        return None
    return digits


def _mobile_digits(digits: str, plus: bool, breaks: set[int]) -> str | None:
    prefixes = "91|910" if plus else "0091|00910|91|910|091|0910|0|"
    shape = re.fullmatch(rf"(?P<prefix>{prefixes})(?P<number>[6-9][0-9]{{9}})", digits)
    if shape is None:
        return None
    prefix, number = shape["prefix"], shape["number"]
    signed = plus or prefix.startswith("00")
    start = len(prefix)
    if "91" not in prefix:
        doubtful = number.startswith("91") and start + 2 in breaks and start + 1 not in breaks
        return None if doubtful else number
    code = prefix.index("91")
    apart = code + 2 in breaks or start in breaks
    if code + 10 in breaks and not (apart and signed):
        return None
    if not signed and (code + 1 in breaks or not (apart or {b for b in breaks if b > start} <= {start + 5})):
        return None
    return number


def bucket_digest(canonical: bytes) -> bytes:
    return blake2b(32, canonical, person=b"selfcheck.bucket")


def bucket_index(canonical: bytes, bits: int) -> int:
    digest = bucket_digest(canonical)
    return ((digest[0] << 8) | digest[1]) >> (16 - bits)


def bucket_name(index: int) -> str:
    return "".join("3456789bdfghlmnp"[(index >> shift) & 15] for shift in (12, 8, 4, 0)) + ".bin"


def bucket_path(root: bytes, index: int) -> str:
    return f"buckets/{root.hex()}/{bucket_name(index)}"


# --- Sections 3 and 4: the slow hash, the tag, the stored value -----------------------------------------------------


@functools.lru_cache(maxsize=None)
def slow_hash(canonical: bytes, group_salt: bytes, ops: int, mem_kib: int) -> bytes:
    return argon2.low_level.hash_secret_raw(
        secret=canonical,
        salt=group_salt,
        time_cost=ops,
        memory_cost=mem_kib,
        parallelism=1,
        hash_len=32,
        type=argon2.low_level.Type.ID,
        version=0x13,
    )


def tag(h: bytes, list_id: bytes, nonce: bytes, y: bytes | None = None) -> int:
    """Returns the tag; with y, it is that of a keyed list (section 13)."""
    person, message = (b"selfcheck.tag.v1", b"") if y is None else (b"selfcheck.tag.v2", y)
    return int.from_bytes(blake2b(16, list_id + nonce + message, person=person, key=h)[:8], "little")


def stored_value(t: int, bucket_values: int, p: int) -> int:
    return (t * (bucket_values << p)) >> 64


# --- Section 5: Elias-Fano --------------------------------------------------------------------------------------


def body_size(bucket_values: int, p: int) -> int:
    return (bucket_values * (p + 2) + 7) // 8


def encode_body(values: list[int], p: int) -> bytes:
    """`values` must be strictly increasing and below len(values) * 2^p."""
    count = len(values)
    bits = 0
    for i, value in enumerate(values):
        bits |= 1 << ((value >> p) + i)
        bits |= (value & ((1 << p) - 1)) << (2 * count + i * p)
    return bits.to_bytes(body_size(count, p), "little")


def decode_body(body: bytes, bucket_values: int, p: int) -> list[int]:
    require(len(body) == body_size(bucket_values, p), "bucket_length")
    bits = int.from_bytes(body, "little")
    require(bits >> (bucket_values * (p + 2)) == 0, "bucket_encoding", "padding is not zero")
    lower = bits >> (2 * bucket_values)
    lower_mask = (1 << p) - 1
    lower_bytes = lower.to_bytes((bucket_values * p + 7) // 8, "little")
    values: list[int] = []
    # The upper section is turned into text, least significant bit first: the index of each "1" is q.
    upper = format(bits & ((1 << (2 * bucket_values)) - 1), f"0{2 * bucket_values}b")[::-1]
    require(upper.count("1") == bucket_values, "bucket_encoding", "wrong count of ones")
    q = -1
    for i in range(bucket_values):
        q = upper.index("1", q + 1)
        first = i * p
        window = int.from_bytes(lower_bytes[first // 8 : (first + p + 7) // 8], "little")
        values.append(((q - i) << p) | ((window >> (first % 8)) & lower_mask))
    require(all(a < b for a, b in zip(values, values[1:])), "bucket_encoding", "not increasing")
    require(values[-1] < bucket_values << p, "bucket_encoding", "value too large")
    return values


# --- Section 6: the Merkle tree -----------------------------------------------------------------------------------


def merkle_leaf(body: bytes) -> bytes:
    return blake2b(32, b"\x00" + body)


def merkle_node(left: bytes, right: bytes) -> bytes:
    return blake2b(32, b"\x01" + left + right)


def merkle_levels(leaves: list[bytes]) -> list[list[bytes]]:
    """Returns all levels, leaves first; the last one is [root]."""
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([merkle_node(below[i], below[i + 1]) for i in range(0, len(below), 2)])
    return levels


def merkle_proof(levels: list[list[bytes]], index: int) -> bytes:
    return b"".join(level[(index >> height) ^ 1] for height, level in enumerate(levels[:-1]))


def merkle_root_of_proof(body: bytes, index: int, proof: bytes) -> bytes:
    digest = merkle_leaf(body)
    for height in range(len(proof) // 32):
        sibling = proof[32 * height : 32 * height + 32]
        digest = merkle_node(sibling, digest) if (index >> height) & 1 else merkle_node(digest, sibling)
    return digest


# --- Section 7: strict JSON and the manifest ------------------------------------------------------------------------


class _Json:
    """Parses strict JSON after section 7. Objects become dicts, which keep the order of their keys."""

    MAX_DEPTH = 8
    MAX_MEMBERS = 256
    _ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

    def __init__(self, text: str):
        self.text = text
        self.at = 0

    def document(self):
        value = self.value(0)
        self.space()
        self.expect(self.at == len(self.text))
        return value

    def expect(self, condition: bool, code: str = "json_syntax") -> None:
        require(condition, code, f"near character {self.at}")

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def space(self) -> None:
        while self.peek() and self.peek() in " \t\n\r":
            self.at += 1

    def take(self, token: str) -> bool:
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def value(self, depth: int):
        self.space()
        start = self.peek()
        if start and start in "{[":
            self.expect(depth < self.MAX_DEPTH, "json_too_deep")
            return self.object(depth + 1) if start == "{" else self.array(depth + 1)
        if start == '"':
            return self.string()
        for token, meaning in (("true", True), ("false", False), ("null", None)):
            if self.take(token):
                return meaning
        return self.number()

    def object(self, depth: int) -> dict:
        self.take("{")
        members: dict = {}
        self.space()
        if self.take("}"):
            return members
        while True:
            self.space()
            self.expect(self.peek() == '"')
            key = self.string()
            self.expect(key not in members, "json_duplicate_key")
            self.expect(len(members) < self.MAX_MEMBERS, "json_too_large")
            self.space()
            self.expect(self.take(":"))
            members[key] = self.value(depth)
            self.space()
            if self.take("}"):
                return members
            self.expect(self.take(","))

    def array(self, depth: int) -> list:
        self.take("[")
        elements: list = []
        self.space()
        if self.take("]"):
            return elements
        while True:
            elements.append(self.value(depth))
            self.space()
            if self.take("]"):
                return elements
            self.expect(self.take(","))

    def number(self) -> int:
        match = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?").match(self.text, self.at)
        self.expect(match is not None)
        self.at = match.end()
        self.expect(match[0].isdigit() and len(match[0]) <= 16 and int(match[0]) < 1 << 53, "json_number")
        return int(match[0])

    def hex4(self) -> int:
        digits = self.text[self.at : self.at + 4]
        self.expect(re.fullmatch(r"[0-9a-fA-F]{4}", digits) is not None)
        self.at += 4
        return int(digits, 16)

    def string(self) -> str:
        self.take('"')
        parts: list[str] = []
        while True:
            self.expect(self.at < len(self.text))
            character = self.text[self.at]
            self.at += 1
            if character == '"':
                return "".join(parts)
            self.expect(character >= " ")
            if character != "\\":
                parts.append(character)
                continue
            escape = self.peek()
            self.at += 1
            if escape == "u":
                unit = self.hex4()
                if 0xD800 <= unit < 0xDC00:
                    self.expect(self.take("\\u"))
                    low = self.hex4()
                    self.expect(0xDC00 <= low < 0xE000)
                    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                self.expect(not 0xD800 <= unit < 0xE000)
                parts.append(chr(unit))
            else:
                self.expect(escape in self._ESCAPES and escape != "")
                parts.append(self._ESCAPES[escape])


def parse_json(data: bytes):
    require(len(data) <= MAX_JSON, "json_too_large")
    try:
        text = data.decode("utf-8")  # this refuses surrogates and overlong forms, and keeps a byte order mark
    except UnicodeDecodeError:
        raise Refused("json_syntax", "invalid UTF-8") from None
    return _Json(text).document()


MANIFEST_KEYS = (
    "format crit list_id kind sequence published valid_until withdrawn test scheme group_salt ops mem_kib nonce "
    "entries k bits bucket_values p root canary texts"
).split()
KEYED_MANIFEST_KEYS = [*MANIFEST_KEYS[:-1], "evaluation", MANIFEST_KEYS[-1]]


def field(members: dict, name: str, kind: type):
    require(name in members, "field_missing", name)
    value = members[name]
    require(type(value) is kind, "field_type", name)
    return value


def hex_field(members: dict, name: str, size: int) -> bytes:
    return hex_value(field(members, name, str), name, size)


def hex_value(value: str, name: str, size: int) -> bytes:
    require(type(value) is str, "field_type", name)
    require(re.fullmatch(r"[0-9a-f]*", value) is not None and len(value) == 2 * size, "field_value", name)
    return bytes.fromhex(value)


def integer(members: dict, name: str, low: int, high: int, code: str) -> int:
    value = field(members, name, int)
    require(low <= value <= high, code, name)
    return value


def parse_time(text: str) -> int:
    """Returns the time in seconds since 1970."""
    require(
        re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", text) is not None, "field_value", text
    )
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        raise Refused("field_value", text) from None
    require(text[17:19] < "60" and moment.year >= 2000, "field_value", text)
    return round((moment - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds())


_FORBIDDEN_IN_TEXT = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_URL_CHARACTER = r"[!#-&(-;=?-\[\]_a-z~]"
_LINK = re.compile(rf"https://[A-Za-z0-9-][A-Za-z0-9.-]*(:[0-9]{{1,5}})?([/?#]{_URL_CHARACTER}*)?")


def _check_texts(texts: dict) -> None:
    require(1 <= len(texts) <= 64, "field_value", "texts")
    for language, members in texts.items():
        require(_LANGUAGE_TAG.fullmatch(language) is not None, "field_value", "texts: language tag")
        require(type(members) is dict, "field_type", "texts")
        for name, shortest, longest in (
            ("title", 1, 400),
            ("publisher", 1, 400),
            ("about", 0, 4000),
            ("link", 0, 1000),
        ):
            text = field(members, name, str)
            require(shortest <= len(text.encode()) <= longest, "field_value", name)
            require(_FORBIDDEN_IN_TEXT.search(text) is None, "field_value", name)
        require(members["link"] == "" or _LINK.fullmatch(members["link"]) is not None, "field_value", "link")


def parse_evaluation(members) -> voprf.EvaluationKey:
    """Reads the manifest's `evaluation` (section 13). `members` is the object in JSON."""
    require(type(members) is dict, "field_type", "evaluation")
    n = field(members, "n", int)
    commitments = field(members, "commitments", list)
    require(1 <= n <= voprf.MAX_EVALUATORS and 1 <= len(commitments) <= n, "evaluation_key", "t of n")
    key = voprf.EvaluationKey(n, tuple(hex_value(text, "commitments", 32) for text in commitments))
    require(key.is_valid(), "evaluation_key", "not elements")
    return key


@dataclass(frozen=True)
class Manifest:
    list_id: bytes
    kind: str
    sequence: int
    published: int
    valid_until: int
    withdrawn: bool
    test: bool
    group_salt: bytes
    ops: int
    mem_kib: int
    nonce: bytes
    entries: int
    k: int
    bits: int
    bucket_values: int
    p: int
    root: bytes
    canary_text: bytes
    canary_hash: bytes
    texts: dict
    # Only keyed lists have the members that follow.
    evaluation: voprf.EvaluationKey | None = None
    canary_evaluation: bytes = b""
    canary_proof: bytes = b""

    @property
    def bucket_file_size(self) -> int:
        return body_size(self.bucket_values, self.p) + 32 * self.bits

    def value_of(self, h: bytes, y: bytes | None) -> int:
        return stored_value(tag(h, self.list_id, self.nonce, y), self.bucket_values, self.p)

    def verify_canary(self) -> tuple[bytes, bytes | None]:
        """Verifies the canary. Returns its H and, for a keyed list, its y."""
        h = slow_hash(self.canary_text, self.group_salt, self.ops, self.mem_kib)
        require(h == self.canary_hash, "canary_hash")
        if self.evaluation is None:
            return h, None
        element, evaluated = voprf.hash_to_group(self.canary_text), self.canary_evaluation
        proven = voprf.verify_proof(self.evaluation.public_key, [element], [evaluated], self.canary_proof)
        require(proven, "evaluation_key", "the canary's proof")
        return h, voprf.finalize(self.canary_text, evaluated)


def parse_manifest(data: bytes) -> Manifest:
    fields = parse_json(data)
    require(type(fields) is dict, "field_type", "manifest")
    require(field(fields, "format", str) == LIST_FORMAT, "unsupported_format")
    crit = field(fields, "crit", list)
    require(len(crit) <= 32, "field_value", "crit")
    for name in crit:
        require(type(name) is str, "field_type", "crit")
        require(name in KEYED_MANIFEST_KEYS, "unsupported_critical", name)
    kind = field(fields, "kind", str)
    require(kind in POPULATION, "field_value", "kind")
    scheme = field(fields, "scheme", str)
    require(scheme in SCHEMES, "unsupported_scheme")
    published = parse_time(field(fields, "published", str))
    valid_until = parse_time(field(fields, "valid_until", str))
    require(published < valid_until <= published + 34_560_000, "limits", "valid_until")

    test = field(fields, "test", bool)
    ops = integer(fields, "ops", 1, 10, "limits")
    mem_kib = integer(fields, "mem_kib", 8_192, 262_144, "limits")
    require(ops * mem_kib <= 655_360 and (test or ops * mem_kib >= 40_960), "limits", "ops * mem_kib")
    bits = integer(fields, "bits", 0, 16, "anonymity_floor")
    require(POPULATION[kind] >> bits >= MIN_ANONYMITY, "anonymity_floor", "bits")
    p = integer(fields, "p", 8, 40, "limits")
    bucket_values = integer(fields, "bucket_values", 1, (1 << 53) - 1, "limits")
    require(body_size(bucket_values, p) + 32 * bits <= MAX_BUCKET_FILE, "limits", "bucket_values")
    k = integer(fields, "k", 1, (1 << 37) - 1, "limits")
    fewest = 1 if bits == 0 else k << bits
    entries = integer(fields, "entries", fewest, bucket_values << bits, "limits")

    canary = field(fields, "canary", dict)
    canary_text = field(canary, "text", str)
    require(re.fullmatch(r"canary:[0-9a-f]{13}", canary_text) is not None, "field_value", "canary")
    keyed = {}
    if scheme == KEYED:
        require("evaluation" in fields, "field_missing", "evaluation")
        keyed["evaluation"] = parse_evaluation(fields["evaluation"])
        keyed["canary_evaluation"] = hex_field(canary, "evaluation", 32)
        keyed["canary_proof"] = hex_field(canary, "proof", 64)
        require(voprf.is_element(keyed["canary_evaluation"]), "evaluation_key", "canary")
    else:
        require("evaluation" not in fields, "evaluation_key", "in a static list")
    texts = field(fields, "texts", dict)
    _check_texts(texts)
    return Manifest(
        list_id=hex_field(fields, "list_id", 16),
        kind=kind,
        sequence=integer(fields, "sequence", 1, (1 << 53) - 1, "field_value"),
        published=published,
        valid_until=valid_until,
        withdrawn=field(fields, "withdrawn", bool),
        test=test,
        group_salt=hex_field(fields, "group_salt", 16),
        ops=ops,
        mem_kib=mem_kib,
        nonce=hex_field(fields, "nonce", 16),
        entries=entries,
        k=k,
        bits=bits,
        bucket_values=bucket_values,
        p=p,
        root=hex_field(fields, "root", 32),
        canary_text=canary_text.encode("ascii"),
        canary_hash=hex_field(canary, "hash", 32),
        texts=texts,
        **keyed,
    )


# --- Section 8: the pointer and pins --------------------------------------------------------------------------------


def _base64(text: str, size: int, code: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:  # binascii.Error and UnicodeEncodeError are ValueErrors, too
        raise Refused(code, "base64") from None
    require(base64.b64encode(data).decode("ascii") == text, code, "base64 is not canonical")
    require(len(data) == size, code, "length")
    return data


@dataclass(frozen=True)
class PublicKey:
    key_id: bytes
    key: bytes

    @staticmethod
    def parse(text: str) -> PublicKey:
        data = _base64(text, 42, "key_format")
        require(data[:2] == b"Ed", "key_format", "algorithm")
        require(can_be_a_key(data[10:]), "key_format", "no point of the main subgroup")
        return PublicKey(data[2:10], data[10:])

    def text(self) -> str:
        return base64.b64encode(b"Ed" + self.key_id + self.key).decode("ascii")

    def verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
            return True
        except InvalidSignature:
            return False


@dataclass(frozen=True)
class Pointer:
    """A minisign signature in the form that section 8 allows."""

    key_id: bytes
    signature: bytes
    trusted_comment: bytes
    global_signature: bytes

    @staticmethod
    def parse(data: bytes) -> Pointer:
        require(len(data) <= MAX_POINTER, "signature_format", "too large")
        lines = data.split(b"\n")
        require(len(lines) == 5 and lines[4] == b"", "signature_format", "not four lines, each ended by LF or CRLF")
        lines = [line.removesuffix(b"\r") for line in lines]
        untrusted, trusted = b"untrusted comment: ", b"trusted comment: "
        require(lines[0].startswith(untrusted) and lines[2].startswith(trusted), "signature_format", "comment")
        require(len(lines[0]) - len(untrusted) <= 1003, "signature_format", "untrusted comment")
        for line in lines[:4]:
            require(all(byte >= 32 and byte != 127 for byte in line), "signature_format", "not printable")
        blob = _base64(lines[1].decode("latin-1"), 74, "signature_format")
        require(blob[:2] == b"ED", "signature_format", "not the prehashed form")
        global_signature = _base64(lines[3].decode("latin-1"), 64, "signature_format")
        return Pointer(blob[2:10], blob[10:], lines[2][len(trusted) :], global_signature)

    def signer(self, keys: list[PublicKey]) -> PublicKey:
        """Returns the pinned key that made the global signature."""
        named = [key for key in keys if key.key_id == self.key_id]
        require(bool(named), "signature_unknown_key")
        for key in named:
            if key.verifies(self.global_signature, self.signature + self.trusted_comment):
                return key
        raise Refused("signature_invalid", "global signature")

    def manifest_hash(self) -> bytes:
        version = self.trusted_comment.split(b" ")[0]
        another = version.startswith(b"selfcheck-list/") and version != LIST_FORMAT.encode()
        require(not another, "unsupported_format", "the pointer is of another version")
        match = re.fullmatch(rb"selfcheck-list/1 manifest-([0-9a-f]{64})\.json", self.trusted_comment)
        require(match is not None, "pointer_format")
        return bytes.fromhex(match[1].decode("ascii"))


def verify_minisign(data: bytes, keys: list[PublicKey], message: bytes) -> Pointer:
    pointer = Pointer.parse(data)
    key = pointer.signer(keys)
    require(key.verifies(pointer.signature, blake2b(64, message)), "signature_invalid", "signature")
    return pointer


@dataclass(frozen=True)
class SecretKey:
    """A signing key for the vectors, made from a 32-byte Ed25519 seed."""

    key_id: bytes
    seed: bytes

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def public(self) -> PublicKey:
        return PublicKey(self.key_id, self._private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign_raw(self, message: bytes) -> bytes:
        return self._private().sign(message)

    def sign(self, message: bytes, trusted_comment: str, untrusted_comment: str = "synthetic test signature") -> bytes:
        signature = self.sign_raw(blake2b(64, message))
        global_signature = self.sign_raw(signature + trusted_comment.encode())
        return format_signature(
            untrusted_comment.encode(), b"ED" + self.key_id + signature, trusted_comment.encode(), global_signature
        )


def pointer_untrusted_comment(sequence: int) -> str:
    """Returns the untrusted comment that our builder writes (section 11)."""
    return "signature by selfcheck " + "." * (sequence % 256)


def format_signature(untrusted: bytes, blob: bytes, trusted: bytes, global_signature: bytes) -> bytes:
    return b"".join(
        line + b"\n"
        for line in (
            b"untrusted comment: " + untrusted,
            base64.b64encode(blob),
            b"trusted comment: " + trusted,
            base64.b64encode(global_signature),
        )
    )


@dataclass(frozen=True)
class Pin:
    id: str
    url: str
    keys: list[PublicKey]
    list_id: bytes
    kind: str
    min_sequence: int
    manifest: bytes | None
    evaluators: dict[int, str]  # addresses by index


def _url_is_allowed(url: str) -> bool:
    if not url.endswith("/") or "?" in url or "#" in url or len(url) > 1000:
        return False
    if _LINK.fullmatch(url) or _LINK.fullmatch(re.sub(r"^http://(?=(127\.0\.0\.1|localhost)[:/])", "https://", url)):
        return True
    # A backslash, a tab or the like is refused, too: browsers read those as "/", or drop them.
    return re.fullmatch(_URL_CHARACTER + "+", url) is not None and ":" not in url and not url.startswith("//")


def _parse_evaluators(pin: dict) -> dict[int, str]:
    if "evaluators" not in pin:
        return {}
    named = field(pin, "evaluators", list)
    require(1 <= len(named) <= voprf.MAX_EVALUATORS, "field_value", "evaluators")
    evaluators: dict[int, str] = {}
    for members in named:
        require(type(members) is dict, "field_type", "evaluators")
        index = integer(members, "index", 1, voprf.MAX_EVALUATORS, "field_value")
        url = field(members, "url", str)
        distinct = index not in evaluators and url not in evaluators.values()
        require(distinct and _url_is_allowed(url), "field_value", "evaluators")
        evaluators[index] = url
    return evaluators


def parse_pins(data: bytes) -> dict[str, Pin]:
    document = parse_json(data)
    require(type(document) is dict, "field_type", "pins")
    require(field(document, "format", str) == PINS_FORMAT, "unsupported_format")
    lists = field(document, "lists", list)
    require(1 <= len(lists) <= 64, "field_value", "lists")
    pins: dict[str, Pin] = {}
    for members in lists:
        require(type(members) is dict, "field_type", "lists")
        name = field(members, "id", str)
        require(re.fullmatch(r"[a-z0-9-]{1,64}", name) is not None, "field_value", "id")
        require(name not in pins, "field_value", "id is not distinct")
        url = field(members, "url", str)
        require(_url_is_allowed(url), "field_value", "url")
        keys = field(members, "keys", list)
        require(1 <= len(keys) <= 8, "field_value", "keys")
        require(all(type(key) is str for key in keys), "key_format", "keys")
        kind = field(members, "kind", str)
        require(kind in POPULATION, "field_value", "kind")
        pins[name] = Pin(
            id=name,
            url=url,
            keys=[PublicKey.parse(key) for key in keys],
            list_id=hex_field(members, "list_id", 16),
            kind=kind,
            min_sequence=integer(members, "min_sequence", 1, (1 << 53) - 1, "field_value"),
            manifest=hex_field(members, "manifest", 32) if "manifest" in members else None,
            evaluators=_parse_evaluators(members),
        )
    return pins


# --- Section 10: a check --------------------------------------------------------------------------------------------


class Checker:
    """Checks numbers (section 10). `files` maps the paths of section 1 to bytes. Raises Refused for `could not tell`.

    `evaluate(evaluation, evaluators, canonical)` returns the y of an identifier in a keyed list; asking_reference.py
    has such a function.
    """

    def __init__(self, pin: Pin, files, now: int, evaluate=None):
        self.files = files
        self.pin = pin
        self.evaluate = evaluate
        pointer = Pointer.parse(files["current.minisig"])
        key = pointer.signer(pin.keys)
        named = pointer.manifest_hash()
        require(pin.manifest in (None, named), "manifest_mismatch", "the pin names another manifest")
        data = files[f"manifest-{named.hex()}.json"]
        require(len(data) <= MAX_JSON, "json_too_large")
        require(blake2b(32, data) == named, "manifest_mismatch")
        require(key.verifies(pointer.signature, blake2b(64, data)), "signature_invalid")
        self.manifest = manifest = parse_manifest(data)
        require(manifest.list_id == pin.list_id, "pinned_list_id")
        require(manifest.kind == pin.kind, "pinned_kind")
        require(manifest.sequence >= pin.min_sequence, "sequence_too_low")
        require(not manifest.withdrawn, "withdrawn")
        require(now >= manifest.published, "not_yet_published")
        require(now < manifest.valid_until, "expired")
        if (key := manifest.evaluation) is not None:
            enough = key.threshold <= len(pin.evaluators) and max(pin.evaluators) <= key.n
            require(enough, "evaluators_pinned")
        self.canary_value = manifest.value_of(*manifest.verify_canary())
        self._buckets: dict[int, frozenset[int]] = {}

    def bucket(self, index: int) -> frozenset[int]:
        if index not in self._buckets:
            manifest = self.manifest
            file = self.files[bucket_path(manifest.root, index)]
            require(len(file) == manifest.bucket_file_size, "bucket_length")
            size = body_size(manifest.bucket_values, manifest.p)
            body, proof = file[:size], file[size:]
            require(merkle_root_of_proof(body, index, proof) == manifest.root, "bucket_proof")
            values = frozenset(decode_body(body, manifest.bucket_values, manifest.p))
            require(self.canary_value in values, "canary_missing")
            self._buckets[index] = values
        return self._buckets[index]

    def check(self, digits: str) -> str:
        manifest = self.manifest
        canonical = canonical_form(manifest.kind, digits)
        values = self.bucket(bucket_index(canonical, manifest.bits))
        h = slow_hash(canonical, manifest.group_salt, manifest.ops, manifest.mem_kib)
        y = self.evaluate(manifest.evaluation, self.pin.evaluators, canonical) if manifest.evaluation else None
        return "found" if manifest.value_of(h, y) in values else "not_found"


# --- Sections 9 and 11: building --------------------------------------------------------------------------------------


def choose_p(kind: str, entries: int) -> int:
    p = 20
    while p < 40 and entries << p < 99 * (POPULATION[kind] - entries):
        p += 1
    return p


def choose_bits(canonicals: list[bytes], k: int = 100) -> int:
    entries = len(canonicals)
    bits = 0
    while bits < 14 and entries > 11_915 << bits:
        bits += 1
    while bits > 0 and min(map(len, group_by_bucket(canonicals, bits))) < k:
        bits -= 1
    return bits


def group_by_bucket(canonicals: list[bytes], bits: int) -> list[list[bytes]]:
    groups: list[list[bytes]] = [[] for _ in range(1 << bits)]
    for canonical in canonicals:
        groups[bucket_index(canonical, bits)].append(canonical)
    return groups


def canary_text(group_salt: bytes) -> bytes:
    return b"canary:" + blake2b(32, group_salt, person=b"selfcheck.canary").hex()[:13].encode("ascii")


def dummy(seed: bytes, list_id: bytes, nonce: bytes, index: int, j: int) -> int:
    message = list_id + nonce + index.to_bytes(4, "little") + j.to_bytes(4, "little")
    return int.from_bytes(blake2b(16, message, person=b"selfcheck.dummy1", key=seed)[:8], "little")


@dataclass(frozen=True)
class Built:
    entries: int
    bucket_values: int
    root: bytes
    canary_text: bytes
    canary_hash: bytes
    values: list[list[int]]
    bodies: list[bytes]
    files: dict[str, bytes]  # the bucket files


def build_buckets(
    kind: str,
    numbers: list[str],
    *,
    list_id: bytes,
    nonce: bytes,
    group_salt: bytes,
    seed: bytes,
    ops: int,
    mem_kib: int,
    bits: int,
    p: int,
    key: int | None = None,
    bucket_values: int | None = None,
    with_canary: bool = True,
) -> Built:
    """`key` is K, for a keyed list only. `bucket_values` and `with_canary` are for lists that are wrong on purpose."""
    canonicals = sorted({canonical_form(kind, digits) for digits in numbers})
    groups = group_by_bucket(canonicals, bits)
    count = bucket_values or max(map(len, groups)) + 1
    text = canary_text(group_salt)
    canary_h = slow_hash(text, group_salt, ops, mem_kib)

    def value(x: bytes) -> int:
        y = None if key is None else voprf.evaluate(key, x)
        return stored_value(tag(slow_hash(x, group_salt, ops, mem_kib), list_id, nonce, y), count, p)

    all_values: list[list[int]] = []
    for index, group in enumerate(groups):
        values = {value(canonical) for canonical in group}
        if with_canary:
            values.add(value(text))
        j = 0
        while len(values) < count:
            values.add(stored_value(dummy(seed, list_id, nonce, index, j), count, p))
            j += 1
        all_values.append(sorted(values))
    bodies = [encode_body(values, p) for values in all_values]
    levels = merkle_levels([merkle_leaf(body) for body in bodies])
    root = levels[-1][0]
    files = {bucket_path(root, i): body + merkle_proof(levels, i) for i, body in enumerate(bodies)}
    return Built(len(canonicals), count, root, text, canary_h, all_values, bodies, files)
