#!/usr/bin/python3
"""Writes tests/vectors/*.json from the reference implementation. Run twice, it writes the same bytes.

    make_vectors.py           write all files
    make_vectors.py --check   change nothing; fail if a file is not what would be written
"""

import json
import sys
import unicodedata
from pathlib import Path

from identifier_cases import identifier_cases
from json_cases import manifest_cases, pins_cases
from keyed_cases import evaluation_cases, keyed_cases
from key_words_cases import key_words_cases
from keyed_check_cases import keyed_check_cases
from list_cases import builder_cases, check_cases, layout_cases
from minisign_cases import minisign_cases
from primitive_cases import bucket_cases, elias_fano_cases, merkle_cases, tag_cases

VECTORS = Path(__file__).resolve().parent.parent / "vectors"

FILES = {
    "identifiers.json": (
        identifier_cases,
        "What people type, and its canonical form or the error. All identifiers are synthetic: Aadhaar numbers from "
        "UIDAI's test range 9999..., mobile numbers from tests/oracles/fixed_numbers.py.",
    ),
    "bucket.json": (
        bucket_cases,
        "Bucket digests, bucket indexes and bucket file names (FORMAT.md, sections 1 and 2).",
    ),
    "tag.json": (
        tag_cases,
        "The slow hash H, the tag T and the stored value (FORMAT.md, sections 3 and 4). Some numbers are decimal strings.",
    ),
    "elias_fano.json": (elias_fano_cases, "Bucket bodies (FORMAT.md, section 5). Values are decimal strings."),
    "merkle.json": (merkle_cases, "Merkle leaves, roots and proofs (FORMAT.md, section 6)."),
    "manifest.json": (manifest_cases, "Manifests, good and bad (FORMAT.md, sections 7 and 13)."),
    "pins.json": (pins_cases, "Pins files, good and bad (FORMAT.md, section 8)."),
    "minisign.json": (
        minisign_cases,
        "Keys and signatures (FORMAT.md, section 8), made by the reference and by the minisign program. The secret "
        "keys are synthetic and known to everybody: never pin them.",
    ),
    "key_words.json": (
        key_words_cases,
        "Fingerprints of public keys, and their words (FORMAT.md, section 18). The keys are known to everybody.",
    ),
    "layout.json": (layout_cases, "The choice of p, anonymity sets, the chance of coincidence (FORMAT.md, section 9)."),
    "checks.json": (
        check_cases,
        "Whole checks against small lists (FORMAT.md, section 10). A case's `files` stand over those of its list.",
    ),
    "keyed.json": (
        keyed_cases,
        "Keyed lists: a key in shares, proofs, a question and its answers, and the tag (FORMAT.md, sections 13 to 15). "
        "The blinding, proof nonces and keys are known to everybody.",
    ),
    "evaluation.json": (
        evaluation_cases,
        "Keyed lists: what a client, an evaluator and a dealer make of what they get (FORMAT.md, sections 13 to 15). "
        "The keys are known to everybody.",
    ),
    "keyed_checks.json": (
        keyed_check_cases,
        "Whole checks of small keyed lists (FORMAT.md, sections 10 and 14): what is asked and answered, and the verdict. "
        "The keys are known to everybody.",
    ),
    "builder.json": (builder_cases, "What a builder makes of its input, byte for byte (FORMAT.md, section 11)."),
}


def readable(value: dict) -> str:
    """Returns JSON in which letters stand as they are, and characters that can't be seen are escaped."""

    def escape(character: str) -> str:
        if character < "\x7f" or unicodedata.category(character)[0] in "LNPS":
            return character
        code = ord(character)
        if code < 0x10000:
            return f"\\u{code:04x}"
        return f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

    return "".join(map(escape, _layout(value, ""))) + "\n"


def _layout(value, indent: str, width: int = 110) -> str:
    """Puts each value on one line if it fits there."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + len(indent) <= width or not isinstance(value, (dict, list)) or not value:
        return line
    inner = indent + " "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {_layout(part, inner)}" for key, part in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _layout(part, inner) for part in value) + f"\n{indent}]"


def main() -> int:
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        print(__doc__, file=sys.stderr)
        return 2
    stale = []
    for name, (cases, description) in FILES.items():
        content = cases()
        document = {"description": description, **(content if isinstance(content, dict) else {"cases": content})}
        text = readable(document)
        assert json.loads(text) == document
        path = VECTORS / name
        if check:
            if not path.exists() or path.read_bytes() != text.encode():
                stale.append(name)
        else:
            path.write_bytes(text.encode())
            print(f"{name}: {len(document['cases'])} cases, {len(text.encode())} bytes")
    for name in stale:
        print(f"{name} is not what make_vectors.py writes; run tests/oracles/make_vectors.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
