"""Asks evaluators as a client does, verifies their answers, and deals the shares of a key. It is written after docs/FORMAT.md and
uses no code of ours: the group is Debian's libsodium, and all else is here.

    evaluator_client.py deal DIR [--not-after TIME] [--password WORD]   share-0.key .. share-3.key, 2 of 3
"""

import argparse
import ctypes
import ctypes.util
import hashlib
import json
import os
import pathlib

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
if sodium.sodium_init() < 0:
    raise OSError("libsodium can't start")

FORMAT = b"selfcheck-eval/1"
CONTEXT = b"OPRFV1-\x01-ristretto255-SHA512"
ORDER = 2**252 + 27742317777372353535851937790883648493
GENERATOR = bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")


def scalar_bytes(number: int) -> bytes:
    return (number % ORDER).to_bytes(32, "little")


def multiply(scalar: int, element: bytes) -> bytes:
    out = ctypes.create_string_buffer(32)
    if sodium.crypto_scalarmult_ristretto255(out, scalar_bytes(scalar), element) != 0:
        raise ValueError("no element, or the identity")
    return out.raw


def add(a: bytes, b: bytes) -> bytes:
    out = ctypes.create_string_buffer(32)
    if sodium.crypto_core_ristretto255_add(out, a, b) != 0:
        raise ValueError("no element")
    return out.raw


def random_element() -> bytes:
    out = ctypes.create_string_buffer(32)
    sodium.crypto_core_ristretto255_random(out)
    return out.raw


def sized(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def hash_to_scalar(message: bytes) -> int:
    tag = b"HashToScalar-" + CONTEXT
    tag += bytes([len(tag)])
    first = hashlib.sha512(bytes(128) + message + b"\x00\x40" + b"\x00" + tag).digest()
    return int.from_bytes(hashlib.sha512(first + b"\x01" + tag).digest(), "little") % ORDER


def is_good_answer(share_key: bytes, blinded: bytes, answer: bytes) -> bool:
    """Returns whether the proof is good: VerifyProof of RFC 9497, section 2.2.2."""
    if len(answer) != 112 or answer[:16] != FORMAT:
        return False
    evaluated = answer[16:48]
    c, s = (int.from_bytes(answer[at : at + 32], "little") for at in (48, 80))
    if c >= ORDER or s >= ORDER:
        return False
    seed = hashlib.sha512(sized(share_key, b"Seed-" + CONTEXT)).digest()
    weight = hash_to_scalar(sized(seed) + b"\x00\x00" + sized(blinded, evaluated) + b"Composite")
    m, z = multiply(weight, blinded), multiply(weight, evaluated)
    t2 = add(multiply(s, GENERATOR), multiply(c, share_key))
    t3 = add(multiply(s, m), multiply(c, z))
    return hash_to_scalar(sized(share_key, m, z, t2, t3) + b"Challenge") == c


def question(share_key: bytes, blinded: bytes) -> bytes:
    return FORMAT + share_key + blinded


class Share:
    """A share's file. Only `secret` needs its password; everybody may know the rest."""

    def __init__(self, file):
        self.fields = json.loads(pathlib.Path(file).read_text("utf-8"))
        self.index = self.fields["index"]
        self.commitments = [bytes.fromhex(text) for text in self.fields["commitments"]]
        self.public_key = self.commitments[0]
        for power, commitment in enumerate(self.commitments[1:], 1):
            if self.index > 0:
                self.public_key = add(self.public_key, multiply(self.index**power, commitment))

    def associated_data(self) -> bytes:
        head = bytes([self.index, self.fields["n"], len(self.commitments)])
        return b"selfcheck-share/1" + head + b"".join(self.commitments) + self.fields["not_after"].encode()

    def box_key(self, password: bytes) -> bytes:
        key = ctypes.create_string_buffer(32)
        memory = ctypes.c_size_t(self.fields["mem_kib"] * 1024)
        cost = ctypes.c_ulonglong(self.fields["ops"])
        size = ctypes.c_ulonglong(len(password))
        salt = bytes.fromhex(self.fields["salt"])
        if sodium.crypto_pwhash(key, ctypes.c_ulonglong(32), password, size, salt, cost, memory, 2) != 0:
            raise MemoryError
        return key.raw

    def secret(self, password: bytes = b"") -> int:
        box, nonce = (bytes.fromhex(self.fields[name]) for name in ("box", "nonce"))
        clear = self.associated_data()
        out = ctypes.create_string_buffer(32)
        if (
            sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
                out, None, None, box, ctypes.c_ulonglong(len(box)), clear, ctypes.c_ulonglong(len(clear)), nonce, self.box_key(password)
            )
            != 0
        ):
            raise ValueError("another password, or a changed file")
        return int.from_bytes(out.raw, "little")

    def seal(self, secret: int, password: bytes) -> None:
        nonce, clear = os.urandom(24), self.associated_data()
        box = ctypes.create_string_buffer(48)
        sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            box, None, scalar_bytes(secret), ctypes.c_ulonglong(32), clear, ctypes.c_ulonglong(len(clear)), None, nonce, self.box_key(password)
        )
        self.fields |= {"nonce": nonce.hex(), "box": box.raw.hex()}


def deal(directory: pathlib.Path, not_after: str, password: bytes) -> None:
    """Deals shares of which 2 of 3 are needed. Their end may be past, which `selfcheck deal` refuses."""
    key, slope = (int.from_bytes(os.urandom(64), "little") % ORDER for _ in range(2))
    directory.mkdir(exist_ok=True)
    cost = {"ops": 1, "mem_kib": 8} if password == b"" else {"ops": 1, "mem_kib": 8192}
    for index in range(4):
        file = directory / f"share-{index}.key"
        fields = {
            "format": "selfcheck-share/1",
            "index": index,
            "n": 3,
            "commitments": [multiply(number, GENERATOR).hex() for number in (key, slope)],
            "not_after": not_after,
            "salt": os.urandom(16).hex(),
            **cost,
        }
        file.touch(0o600)
        file.write_text(json.dumps(fields))
        share = Share(file)
        share.seal(key + index * slope, password)
        file.write_text(json.dumps(share.fields, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["deal"])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--not-after", default="2099-01-01T00:00:00Z")
    parser.add_argument("--password", default="")
    options = parser.parse_args()
    deal(options.directory, options.not_after, options.password.encode())
