"""The cases of key_words.json: the fingerprints of public keys, and the words of the PGP word list for them."""

import hashlib
import re
from pathlib import Path

from small_lists import KEY_1, KEY_2

_TABLE = Path(__file__).resolve().parent.parent.parent / "core/data/pgp_words.inc"
_WORDS = re.findall(r'"(\w+)"', _TABLE.read_text())

# The example that has been published with the list since it was made; so the table is not only held against itself.
_PUBLISHED = (
    "e58294f2e9a227486e8b061b31cc528fd7fa3f19",
    "topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado chatter "
    "revolver Dupont midsummer stopwatch whimsical cowbell bottomless",
)


def _words(data: bytes) -> str:
    return " ".join(_WORDS[2 * byte + place % 2] for place, byte in enumerate(data))


def _words_case(name: str, digits: str, words: str) -> dict:
    return {"type": "words", "name": name, "bytes": digits, "words": words}


def key_words_cases() -> list[dict]:
    assert len(_WORDS) == len(set(_WORDS)) == 512
    every_byte = bytes(range(256))
    cases = [
        _words_case("the published example", *_PUBLISHED),
        _words_case("no bytes", "", ""),
        _words_case("every byte, at even and odd places in turn", every_byte.hex(), _words(every_byte)),
        _words_case("every byte, one place later", (b"\0" + every_byte).hex(), _words(b"\0" + every_byte)),
    ]
    assert _words(bytes.fromhex(_PUBLISHED[0])) == _PUBLISHED[1]
    for name, key in (("key 1", KEY_1.public()), ("key 2", KEY_2.public())):
        digest = hashlib.sha256(key.key)
        groups = re.findall("....", digest.hexdigest())
        words = _words(digest.digest()[:8])
        cases.append(
            {"type": "key", "name": name, "public_key": key.text(), "fingerprint": " ".join(groups), "words": words}
        )
    return cases
