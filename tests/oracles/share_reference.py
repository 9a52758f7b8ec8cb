"""Reads and writes share files (docs/FORMAT.md, section 16). ChaCha20-Poly1305 is OpenSSL's (python3-cryptography)."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

import selfcheck_reference as ref
import voprf_reference as voprf
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SHARE_FORMAT = "selfcheck-share/1"
MAX_SHARE_FILE = 4096
NO_PASSWORD = {"ops": 1, "mem_kib": 8}


def hchacha20(key: bytes, nonce: bytes) -> bytes:
    """This is HChaCha20 of draft-irtf-cfrg-xchacha-03, section 2.2. The nonce has 16 bytes."""
    state = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))

    def quarter_round(a: int, b: int, c: int, d: int) -> None:
        for into, other, turned, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[into] = (state[into] + state[other]) % 2**32
            mixed = state[turned] ^ state[into]
            state[turned] = (mixed << by | mixed >> (32 - by)) % 2**32

    for _ in range(10):
        for column in range(4):
            quarter_round(*(column + 4 * row for row in range(4)))
        for diagonal in range(4):
            quarter_round(*((diagonal + row) % 4 + 4 * row for row in range(4)))
    return struct.pack("<8I", *state[:4], *state[12:])


def _cipher(key: bytes, nonce: bytes) -> tuple[ChaCha20Poly1305, bytes]:
    """This is XChaCha20-Poly1305, section 2.3 of the draft."""
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])), bytes(4) + nonce[16:]


@dataclass(frozen=True)
class ShareFile:
    index: int
    key: voprf.EvaluationKey
    not_after: str
    salt: bytes
    ops: int
    mem_kib: int
    nonce: bytes
    box: bytes = b""

    @property
    def associated_data(self) -> bytes:
        numbers = bytes([self.index, self.key.n, self.key.threshold])
        return SHARE_FORMAT.encode() + numbers + b"".join(self.key.commitments) + self.not_after.encode()

    def _cipher(self, password: bytes) -> tuple[ChaCha20Poly1305, bytes]:
        return _cipher(ref.slow_hash(password, self.salt, self.ops, self.mem_kib), self.nonce)

    def sealed(self, secret: int, password: bytes) -> str:
        """Returns the file as the builder writes it."""
        cipher, nonce = self._cipher(password)
        box = cipher.encrypt(nonce, voprf.scalar_bytes(secret), self.associated_data)
        fields = {"format": SHARE_FORMAT, "index": self.index, "n": self.key.n}
        fields |= {"commitments": [element.hex() for element in self.key.commitments], "not_after": self.not_after}
        fields |= {"salt": self.salt.hex(), "ops": self.ops, "mem_kib": self.mem_kib}
        fields |= {"nonce": self.nonce.hex(), "box": box.hex()}
        return json.dumps(fields, indent=2) + "\n"

    def opened(self, password: bytes) -> int:
        """Returns the share K_i. Raises ValueError if the password or the file is wrong."""
        cipher, nonce = self._cipher(password)
        try:
            secret = int.from_bytes(cipher.decrypt(nonce, self.box, self.associated_data), "little")
        except InvalidTag:
            raise ValueError("another password, or another file") from None
        if not self.key.is_share(self.index, secret):
            raise ValueError("not a share of this key")
        return secret


def parse_share(data: bytes) -> ShareFile:
    ref.require(len(data) <= MAX_SHARE_FILE, "json_too_large")
    fields = ref.parse_json(data)
    ref.require(type(fields) is dict, "field_type", "share")
    ref.require(ref.field(fields, "format", str) == SHARE_FORMAT, "unsupported_format")
    key = ref.parse_evaluation(fields)
    not_after = ref.field(fields, "not_after", str)
    ref.parse_time(not_after)
    return ShareFile(
        index=ref.integer(fields, "index", 0, key.n, "field_value"),
        key=key,
        not_after=not_after,
        salt=ref.hex_field(fields, "salt", 16),
        ops=ref.integer(fields, "ops", 1, 16, "field_value"),
        mem_kib=ref.integer(fields, "mem_kib", 8, 1_048_576, "field_value"),
        nonce=ref.hex_field(fields, "nonce", 24),
        box=ref.hex_field(fields, "box", 48),
    )
